import {stripControls} from '../clean.js';
import type {Line} from '../ui/format/line.js';

/** A row of a screen as lines to print: what was cut is whole, a word stands for a glyph, a value alone on its line. */
export function plainLines(spans: Line): readonly string[] {
	const isSaidElsewhere = spans.some(({said}) => said === '');
	if (isSaidElsewhere && spans.map(wordsOf).join('').trim() === '') return [];
	const at = spans.findIndex(({isValue}) => isValue);
	if (at === -1) return [tidy(spans.map(wordsOf).join(''))];
	const before = tidy(spans.slice(0, at).map(wordsOf).join(''));
	const value = safe(spans[at]?.said ?? spans[at]?.text ?? '');
	return before.trim() === '' ? [value] : [before, value];
}

const wordsOf = ({text, said}: Line[number]) => safe(said ?? text);

const safe = (text: string) => stripControls(text).replace(/[\n\t]/g, ' ');

/** Marks that a reader would spell out, and the gap before what stands at the right edge of a screen. */
const tidy = (text: string) =>
	text
		.replace(/^( *)› /, '$1> ')
		.replace(/^( +)· /, '$1- ')
		.replace(/ {40,}/g, '   ')
		.trimEnd();
