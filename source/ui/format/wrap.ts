import {glyphs, type Tone} from '../theme.js';
import {columnsOf} from './columns.js';
import {cutText, type Line, type Span} from './line.js';

/** Breaks at spaces; a word longer than the line is broken where the line ends. */
export const wrapText = (text: string, width: number): readonly string[] =>
	wrapSpans(text, width).map(span => span.text);

/** The same, with what is said of lines among which a word is broken: the word as a whole, and nothing twice. */
function wrapSpans(text: string, width: number): readonly Span[] {
	const size = Math.max(1, width);
	const lines: Span[] = [];
	let line = '';
	/** Begins the line, and was said above. */
	let broken = '';
	const end = () => {
		if (line === '') return;
		lines.push(broken === '' ? {text: line} : {text: line, said: line.slice(broken.length).trim()});
		broken = '';
	};
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (columnsOf(longer) <= size) {
			line = longer;
			continue;
		}
		end();
		const pieces = chunks(word, size);
		line = pieces.at(-1) ?? '';
		if (pieces.length === 1) continue;
		const [first = '', ...others] = pieces.slice(0, -1);
		lines.push({text: first, said: word}, ...others.map(piece => ({text: piece, said: ''})));
		broken = line;
	}
	end();
	return lines;
}

/** Wrapped lines that stand `indent` columns in; the first may begin with something else. */
export function paragraph(
	text: string,
	width: number,
	{indent = 0, first, tone}: {indent?: number; first?: Line; tone?: Tone} = {},
): readonly Line[] {
	const space = ' '.repeat(indent);
	return wrapSpans(text, width - indent).map((piece, index) => [
		...(index === 0 && first ? first : [{text: space}]),
		{...piece, tone},
	]);
}

/** One of several, with a mark before it. */
export const listItem = (text: string, width: number): readonly Line[] =>
	paragraph(text, width, {indent: 4, first: [{text: `  ${glyphs.waiting} `, tone: 'dim'}]});

/** The whole text in pieces of one line each, with nothing added. */
export function chunks(text: string, width: number): readonly string[] {
	const pieces: string[] = [];
	let rest = text;
	while (columnsOf(rest) > width) {
		// The ellipsis takes one column, which the piece may have.
		const piece = cutText(rest, width + 1).slice(0, -1) || rest.slice(0, 1);
		pieces.push(piece);
		rest = rest.slice(piece.length);
	}
	return rest === '' ? pieces : [...pieces, rest];
}
