import {stripControls} from '../../clean.js';
import {fold} from './fold.js';
import type {Line} from './line.js';

/** A row of a screen as lines to print or to read out: what was cut is whole, a word stands for a glyph, a value alone on its line. */
export function saidLines(
	spans: Line,
	{
		chosen = '> ',
		width = Number.MAX_SAFE_INTEGER,
	}: {
		/** What stands before the row that is chosen. */
		readonly chosen?: string;
		/** Where all but values is folded. */
		readonly width?: number;
	} = {},
): readonly string[] {
	const isSaidElsewhere = spans.some(({said}) => said === '');
	if (isSaidElsewhere && spans.map(wordsOf).join('').trim() === '') return [];
	const tidy = (text: string) =>
		text
			.replace(/^( *)› /, (_, space: string) => space + chosen)
			.replace(/^( +)· /, '$1- ')
			// The gap before what stands at the right edge of a screen.
			.replace(/ {40,}/g, '   ')
			.trimEnd();
	const at = spans.findIndex(({isValue}) => isValue);
	if (at === -1) return fold(tidy(spans.map(wordsOf).join('')), width);
	const before = tidy(spans.slice(0, at).map(wordsOf).join(''));
	const value = safe(spans[at]?.said ?? spans[at]?.text ?? '');
	return before.trim() === '' ? [value] : [...fold(before, width), value];
}

const wordsOf = ({text, said}: Line[number]) => safe(said ?? text);

const safe = (text: string) => stripControls(text).replace(/[\n\t]/g, ' ');
