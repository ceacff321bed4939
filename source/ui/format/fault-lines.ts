import {faultGroups, type ListedFault} from '../../diagnosis/listed-faults.js';
import {glyphs} from '../theme.js';
import {blank, cell, type Line, line} from './line.js';

export type FaultLines = {
	readonly lines: readonly Line[];
	/** Index of the line of the chosen fault. */
	readonly focus: number;
	/** Where each fault stands, in their order. */
	readonly starts: readonly number[];
};

const idWidth = 30;
const narrow = 70;

/** A fault a line under the heading of its group; the one that is on is marked. */
export function faultLines(
	faults: readonly ListedFault[],
	{
		chosen,
		current,
		width,
	}: {readonly chosen: number; readonly current: string | undefined; readonly width: number},
): FaultLines {
	const lines: Line[] = [];
	let focus = 0;
	const starts: number[] = [];
	for (const group of faultGroups) {
		const members = faults.filter(fault => fault.group === group);
		if (members.length === 0) continue;
		if (lines.length > 0) lines.push(blank);
		lines.push(line(group, 'dim'));
		for (const fault of members) {
			const isChosen = faults[chosen] === fault;
			if (isChosen) focus = lines.length;
			starts[faults.indexOf(fault)] = lines.length;
			lines.push(faultLine(fault, {isChosen, isOn: fault.id === current, width}));
		}
	}
	return {lines, focus, starts};
}

function faultLine(
	{id, title}: ListedFault,
	{
		isChosen,
		isOn,
		width,
	}: {readonly isChosen: boolean; readonly isOn: boolean; readonly width: number},
): Line {
	const tone = isChosen ? 'strong' : 'plain';
	const head: Line = [
		{text: isChosen ? `${glyphs.cursor} ` : '  ', tone: 'key'},
		cell(isOn ? 'on' : '', 4, 'practice'),
	];
	if (width < narrow) return [...head, {text: title, tone}];
	return [...head, cell(title, width - idWidth - 6, tone), {text: id, tone: 'dim'}];
}
