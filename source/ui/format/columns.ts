import stringWidth from 'string-width';
import {oldColumns} from '../../text/old-columns.js';

/** Columns of a text, at least as many as terminals give it: code point by code point, whatever is joined to one glyph elsewhere, and also where marks of the last twenty years are not known. */
export function columnsOf(text: string): number {
	if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += oldColumns(character, stringWidth(character));
	return Math.max(columns, stringWidth(text));
}
