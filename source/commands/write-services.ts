import type {Layer, ServiceReport} from '../checklist/report.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';

/** The shape of a service in `--json`. */
export function serviceJson({protocol, status, ms, layers, diagnosis}: ServiceReport) {
	return {
		protocol,
		ok: status === 'ok',
		ms,
		layers: layers.map(layer => ({
			name: layer.name,
			ok: layer.status === 'ok',
			ms: layer.ms ?? 0,
			detail: layer.detail,
		})),
		...(diagnosis && {diagnosis: diagnosisJson(diagnosis)}),
	};
}

/** What came of a service, after its layers. */
export function verdictLines({protocol, at, status, ms, diagnosis}: ServiceReport): string[] {
	return [
		`  ${status === 'ok' ? 'ok    ' : 'failed'}  ${protocol} ${at}  ${milliseconds(ms)}`,
		...(diagnosis ? diagnosisLines(diagnosis, '    ') : []),
	];
}

/** Lines for the layers that have ended since it was asked last. */
export function createLayerLog(): (reports: readonly ServiceReport[]) => string[] {
	const written = new Map<string, number>();
	return reports =>
		reports.flatMap(({protocol, at, layers}) => {
			const key = `${protocol} ${at}`;
			const ended = layers.filter(({status}) => status !== 'running');
			const from = written.get(key) ?? 0;
			written.set(key, Math.max(from, ended.length));
			return ended.slice(from).map(layer => `    ${key}  ${layerText(layer)}`);
		});
}

function layerText({name, status, ms, detail}: Layer): string {
	const time = ms === undefined ? undefined : milliseconds(ms);
	return [status === 'ok' ? 'ok' : 'failed', name, time, detail]
		.filter(part => part !== undefined && part !== '')
		.join('  ');
}

const milliseconds = (ms: number) => `${Math.round(ms)} ms`;
