import stringWidth from 'string-width';

/** Columns of a text as most terminals count them: code point by code point, whatever is joined to one glyph elsewhere. Never fewer than where it is. */
export function columnsOf(text: string): number {
	if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += stringWidth(character);
	return Math.max(columns, stringWidth(text));
}
