import type {Notice} from '../../checklist/state.js';
import type {Line} from './line.js';
import {paragraph} from './wrap.js';

const most = 4;

/** What just happened, in at most four rows: the sentence, then what to do. */
export function noticeLines(
	{level, text, nextSteps = [], canShowAlone}: Notice,
	width: number,
	/** The key that shows alone what was copied. */
	aloneKey = 'a',
): readonly Line[] {
	const tone = level === 'fine' ? 'done' : 'failed';
	const lines = [
		...paragraph(text, width, {tone}),
		...(canShowAlone
			? paragraph(
					`${level === 'fine' ? 'If nothing arrives: ' : ''}${aloneKey} shows it alone, for the mouse.`,
					width,
					{
						indent: 2,
					},
				)
			: []),
		...nextSteps.flatMap(step => paragraph(step, width, {indent: 2})),
	];
	if (lines.length <= most) return lines;
	return [...lines.slice(0, most - 1), [...(lines[most - 1] ?? []), {text: ' …', tone: 'dim'}]];
}
