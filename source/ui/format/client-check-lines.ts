import type {ClientCheck, ClientReport} from '../../checklist/report.js';
import {resultMarks} from '../theme.js';
import {cell, type Line} from './line.js';
import {paragraph} from './wrap.js';

const labels: Readonly<Record<ClientCheck['name'], string>> = {
	tenant: 'Tenant ID',
	client: 'Client ID',
	secret: 'Client Secret',
	certificate: 'Certificate',
	key: 'Key',
};

/** What is known of each value, a line each. */
export function clientCheckLines({checks}: ClientReport, width: number): readonly Line[] {
	return checks.flatMap(({name, status, detail}) => {
		const {word, tone} = resultMarks[status];
		const first = [{text: '  '}, cell(word, 9, tone), cell(labels[name], 15)];
		return detail === '' ? [first] : paragraph(detail, width, {indent: 26, first});
	});
}
