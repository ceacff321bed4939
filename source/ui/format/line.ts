import {stripControls} from '../../clean.js';
import {graphemes} from '../../text/graphemes.js';
import type {Tone} from '../theme.js';
import {columnsOf} from './columns.js';

export type Span = {
	readonly text: string;
	readonly tone?: Tone;
	/** What is printed or read out in its place, line by line: the whole of what was cut, the word for a glyph. */
	readonly said?: string;
	/** The whole of it is a value to carry, and wants a line of its own there. */
	readonly isValue?: true;
	/** The address that the text stands for, whole even where the text is cut. */
	readonly link?: string;
};

/** One row of the screen. Screens are lists of them, so that a frame can cut and scroll without measuring. */
export type Line = readonly Span[];

export const blank: Line = [];

export const line = (text: string, tone?: Tone): Line => [{text, tone}];

/** A cell of a column: cut or filled to its width. */
export function cell(
	text: string,
	width: number,
	tone?: Tone,
	/** The word for a glyph. */
	said?: string,
): Span {
	const cut = cutText(plain(text), Math.max(0, width - 1));
	const filled = (shown: string) => shown + ' '.repeat(Math.max(1, width - columnsOf(shown)));
	return {
		text: cut + ' '.repeat(Math.max(0, width - columnsOf(cut))),
		tone,
		...(said === undefined && cut === plain(text) ? {} : {said: filled(said ?? text)}),
	};
}

/** At most `width` columns, an ellipsis where something was left out. */
export function cutText(text: string, width: number): string {
	if (columnsOf(text) <= width) return text;
	if (width <= 0) return '';
	let cut = '';
	let used = 0;
	for (const {segment} of graphemes.segment(text)) {
		used += columnsOf(segment);
		if (used > width - 1) break;
		cut += segment;
	}
	return `${cut}…`;
}

/** The same, with the whole of it beside. */
export function cutSpan(text: string, width: number): Span {
	const cut = cutText(text, width);
	return cut === text ? {text} : {text: cut, said: text};
}

/** The line as it fits into `width` columns. Nothing that could move the cursor comes through, whoever sent it. */
export function fitLine(spans: Line, width: number): Line {
	const fitted: Span[] = [];
	let left = width;
	for (const {text, ...span} of spans) {
		const safe = plain(text);
		const size = columnsOf(safe);
		if (size <= left) {
			fitted.push({...span, text: safe});
			left -= size;
			continue;
		}
		fitted.push({...span, text: cutText(safe, left), said: span.said ?? safe});
		return withEllipsis(fitted, width);
	}
	return fitted;
}

/** A span that began just behind the edge leaves nothing behind; the ellipsis then goes to the one before. */
function withEllipsis(spans: Span[], width: number): Line {
	const text = spans.map(span => span.text).join('');
	if (text.endsWith('…') || width <= 0) return spans;
	const last = spans.findLastIndex(span => span.text !== '');
	return spans.map((span, index) =>
		index === last ? {...span, text: cutText(`${span.text} `, columnsOf(span.text))} : span,
	);
}

/** Left and right text on one line; the left gives way. */
export function spread(left: Line, right: Line, width: number): Line {
	const rightWidth = widthOf(right);
	if (rightWidth === 0) return left;
	if (rightWidth > width - 12) return fitLine(left, width);
	const fitted = fitLine(left, width - rightWidth - 2);
	const gap = width - rightWidth - widthOf(fitted);
	return [...fitted, {text: ' '.repeat(gap)}, ...right];
}

export const widthOf = (spans: Line) =>
	spans.reduce((sum, {text}) => sum + columnsOf(plain(text)), 0);

/** Characters without a width of their own are drawn with one by some terminals: joiners, selectors, fillers. */
const plain = (text: string) =>
	stripControls(text)
		.replace(/[\n\t]/g, ' ')
		.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
		.normalize('NFC');
