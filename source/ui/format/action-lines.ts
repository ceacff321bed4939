import {glyphs} from '../theme.js';
import {cell, type Line} from './line.js';
import type {ActionForGrant} from './portal-actions.js';
import {valueSpans} from './value.js';
import {paragraph} from './wrap.js';

const indent = 9;

/** An action of the portal, and each value that it needs alone on its line. */
export function actionLines(
	{text, values}: ActionForGrant,
	{
		isTicked,
		isChosen,
		isNext,
		width,
	}: {
		readonly isTicked: boolean;
		readonly isChosen: boolean;
		/** It is to be done now. */
		readonly isNext: boolean;
		readonly width: number;
	},
): readonly Line[] {
	const first: Line = [
		{text: isChosen ? `${glyphs.cursor} ` : '  ', tone: 'key'},
		cell(
			isTicked ? 'done' : isNext ? 'next' : glyphs.waiting,
			indent - 2,
			isTicked ? 'done' : isNext ? 'needs you' : 'dim',
			isTicked || isNext ? undefined : 'open',
		),
	];
	const tone = isChosen ? 'strong' : isTicked ? 'dim' : 'plain';
	const wrapped = paragraph(text, width, {indent, first, tone});
	// Only the chosen one is shown whole; the others keep to one line each.
	const lines: readonly Line[] = isChosen ? wrapped : [[...first, {text, tone}]];
	const number = (index: number) => (values.length > 1 && isChosen ? `${index + 1} ` : '  ');
	return [
		...lines,
		...values.map(
			(value, index): Line => [
				{text: ' '.repeat(indent)},
				{text: number(index), tone: 'key'},
				...valueSpans(value, width - indent - 2),
			],
		),
	];
}
