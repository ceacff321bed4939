import {graphemes} from '../../text/graphemes.js';
import {columnsOf} from './columns.js';

/** What stands for a character where only ASCII can be shown; one column for one. */
const substitutes: Readonly<Record<string, string>> = {
	'›': '>',
	'→': '>',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'·': '.',
	'•': '*',
	'─': '-',
	'–': '-',
	'—': '-',
	'…': '~',
	'‘': "'",
	'’': "'",
	'“': '"',
	'”': '"',
	'×': 'x',
	'\u00A0': ' ',
};

/** The text for a terminal that shows ASCII alone, as wide as before: letters lose their marks, what has no likeness is a question mark a column. */
export function ascii(text: string): string {
	if (!/[^\u0000-\u007F]/.test(text)) return text;
	return [...graphemes.segment(text)].map(({segment}) => likenessOf(segment)).join('');
}

function likenessOf(grapheme: string): string {
	if (/^[\u0000-\u007F]+$/.test(grapheme)) return grapheme;
	const known = substitutes[grapheme];
	if (known !== undefined) return known;
	const width = columnsOf(grapheme);
	const bare = grapheme.normalize('NFKD').replace(/\p{M}/gu, '');
	if (width === 1 && /^[\u0020-\u007E]$/.test(bare)) return bare;
	return '?'.repeat(width);
}
