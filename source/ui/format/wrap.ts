import stringWidth from 'string-width';
import {glyphs, type Tone} from '../theme.js';
import {cutText, type Line} from './line.js';

/** Breaks at spaces; a word longer than the line is broken where the line ends. */
export function wrapText(text: string, width: number): readonly string[] {
	const size = Math.max(1, width);
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (stringWidth(longer) <= size) {
			line = longer;
			continue;
		}
		if (line !== '') lines.push(line);
		const pieces = chunks(word, size);
		lines.push(...pieces.slice(0, -1));
		line = pieces.at(-1) ?? '';
	}
	return line === '' ? lines : [...lines, line];
}

/** Wrapped lines that stand `indent` columns in; the first may begin with something else. */
export function paragraph(
	text: string,
	width: number,
	{indent = 0, first, tone}: {indent?: number; first?: Line; tone?: Tone} = {},
): readonly Line[] {
	const space = ' '.repeat(indent);
	return wrapText(text, width - indent).map((piece, index) => [
		...(index === 0 && first ? first : [{text: space}]),
		{text: piece, tone},
	]);
}

/** One of several, with a mark before it. */
export const listItem = (text: string, width: number): readonly Line[] =>
	paragraph(text, width, {indent: 4, first: [{text: `  ${glyphs.waiting} `, tone: 'dim'}]});

/** The whole text in pieces of one line each, with nothing added. */
export function chunks(text: string, width: number): readonly string[] {
	const pieces: string[] = [];
	let rest = text;
	while (stringWidth(rest) > width) {
		// The ellipsis takes one column, which the piece may have.
		const piece = cutText(rest, width + 1).slice(0, -1) || rest.slice(0, 1);
		pieces.push(piece);
		rest = rest.slice(piece.length);
	}
	return rest === '' ? pieces : [...pieces, rest];
}
