import {columnsOf} from './columns.js';

/** Breaks a line at its spaces, further in than it began; no word is parted, however long. */
export function fold(text: string, width: number): readonly string[] {
	if (columnsOf(text) <= width) return [text];
	const indent = /^ */.exec(text)?.[0] ?? '';
	const lines: string[] = [];
	let line = '';
	// The gaps of columns stay as they are.
	for (const piece of text.trim().split(/(?<=\S)(?= )/)) {
		const space = lines.length === 0 ? indent : `${indent}    `;
		const longer = line === '' ? space + piece.trimStart() : line + piece;
		if (line !== '' && columnsOf(longer) > width) {
			lines.push(line);
			line = `${indent}    ${piece.trimStart()}`;
		} else line = longer;
	}
	return [...lines, line];
}
