import type {Layer, ServiceReport} from '../../checklist/report.js';
import {resultMarks} from '../theme.js';
import {cell, type Line, spread} from './line.js';

const markWidth = 9;
const nameWidth = 11;

/** One layer a line, each with its time in the last column. */
export function layerLines(layers: readonly Layer[], width: number): readonly Line[] {
	return layers.map(layer => {
		const {word, tone} = resultMarks[layer.status];
		return spread(
			[
				{text: '  '},
				cell(word, markWidth, tone),
				cell(layer.name, nameWidth),
				{text: layer.detail},
			],
			time(layer.ms),
			timeWidthOf(width),
		);
	});
}

/** A host on one line: how it stands, where it is, what it offers. */
export function serviceLine(
	service: ServiceReport,
	{
		width,
		atWidth,
		isChosen,
	}: {
		readonly width: number;
		/** Columns of the longest address and its gap, so that what follows stands in one column. */
		readonly atWidth: number;
		readonly isChosen: boolean;
	},
): Line {
	const {word, tone} = resultMarks[service.status];
	return spread(
		[
			{text: isChosen ? '› ' : '  ', tone: 'key'},
			cell(word, markWidth, tone),
			cell(service.protocol, 7),
			cell(service.at, Math.min(atWidth, width < 70 ? 28 : 44), isChosen ? 'strong' : 'plain'),
			{text: essence(service), tone: 'dim'},
		],
		service.status === 'running' ? [] : time(service.ms),
		timeWidthOf(width),
	);
}

/** What is worth a word when all is well: the version of TLS, and what is offered or answered. */
function essence({layers, status, diagnosis}: ServiceReport): string {
	if (status === 'failed') {
		return diagnosis?.title ?? layers.find(layer => layer.status === 'failed')?.detail ?? '';
	}
	const detailOf = (name: Layer['name']) => layers.find(layer => layer.name === name)?.detail;
	const tls = detailOf('TLS')?.split(',')[0]?.trim();
	const last = detailOf('offers') ?? detailOf('answer');
	return [tls && (/^[\d.]+$/.test(tls) ? `TLS ${tls}` : tls), last].filter(Boolean).join(', ');
}

const time = (ms: number | undefined): Line =>
	ms === undefined ? [] : [{text: `${String(Math.round(ms))} ms`.padStart(8), tone: 'dim'}];

/** On wide screens the times stay near what they belong to. */
const timeWidthOf = (width: number) => Math.min(width, 110);
