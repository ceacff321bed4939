import type {ServicesReport} from '../../checklist/report.js';
import {cell, type Line, type Span} from './line.js';
import {paragraph} from './wrap.js';

/** More than this and signed tokens may be refused as too old or not valid yet. */
const tolerableSeconds = 60;

/** The clock against the provider's, and the proxies in force. */
export function networkLines(
	{clockSeconds, proxies}: ServicesReport,
	width: number,
): readonly Line[] {
	return [
		[{text: '  '}, cell('clock', 9), clockSpan(clockSeconds)],
		...(proxies.length === 0
			? [[{text: '  '}, cell('proxy', 9), {text: 'none', tone: 'dim' as const}]]
			: proxies.flatMap((proxy, index) =>
					paragraph(proxy, width, {
						indent: 11,
						first: [{text: '  '}, cell(index === 0 ? 'proxy' : '', 9)],
					}),
				)),
	];
}

function clockSpan(seconds: number | undefined): Span {
	if (seconds === undefined) return {text: 'no answer has told the time yet', tone: 'dim'};
	const size = Math.abs(seconds);
	const direction = seconds > 0 ? 'ahead of' : 'behind';
	if (size <= 2) return {text: 'the same as the provider\u2019s'};
	const text = `${size} s ${direction} the provider\u2019s`;
	if (size <= tolerableSeconds) return {text};
	return {text: `${text}: set this host\u2019s clock`, tone: 'needs you'};
}
