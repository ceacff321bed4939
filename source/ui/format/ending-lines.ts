import {type Ending, type Nearness, nearnessOf} from '../../calendar/ending.js';
import {endingText, lastDayOf, leftText} from '../../calendar/ending-text.js';
import type {Tone} from '../theme.js';
import {cell, type Line, line} from './line.js';
import {paragraph, wrapText} from './wrap.js';

const tones: Readonly<Record<Nearness, Tone>> = {
	far: 'plain',
	soon: 'needs you',
	near: 'needs you',
	close: 'failed',
	ended: 'failed',
};

/** What ends a line, the nearest first; what it means stands beneath where somebody has to do something. */
export function endingLines(
	endings: readonly Ending[],
	width: number,
	now: number,
): readonly Line[] {
	if (endings.length === 0) return [line('Nothing is known here that ends on a day.', 'dim')];
	const titleWidth = Math.max(20, width - 28);
	return endings.flatMap((ending): readonly Line[] => {
		const nearness = nearnessOf(ending, now);
		const tone = ending.isNews ? 'dim' : tones[nearness];
		return [
			[
				{text: '  '},
				cell(lastDayOf(ending), 12, tone),
				cell(leftText(ending, now), 13, tone),
				cell(ending.title, titleWidth, tone),
			],
			...(nearness === 'far'
				? []
				: wrapText(ending.about, width - 4).map(text => line(`    ${text}`))),
		];
	});
}

/** One line a thing for which somebody has to do something soon; nothing while all is far. */
export function warningLines(
	endings: readonly Ending[],
	width: number,
	now: number,
): readonly Line[] {
	return endings
		.map(ending => ({ending, nearness: nearnessOf(ending, now)}))
		.filter(({nearness}) => nearness !== 'far')
		.flatMap(({ending, nearness}) =>
			paragraph(`${endingText(ending, now)}.`, width, {tone: tones[nearness]}),
		);
}
