import stringWidth from 'string-width';
import {stripControls} from '../../clean.js';
import type {Tone} from '../theme.js';

export type Span = {
	readonly text: string;
	readonly tone?: Tone;
	/** The address that the text stands for, whole even where the text is cut. */
	readonly link?: string;
};

/** One row of the screen. Screens are lists of them, so that a frame can cut and scroll without measuring. */
export type Line = readonly Span[];

export const blank: Line = [];

export const line = (text: string, tone?: Tone): Line => [{text, tone}];

/** A cell of a column: cut or filled to its width. */
export function cell(text: string, width: number, tone?: Tone): Span {
	const cut = cutText(text, Math.max(0, width - 1));
	return {text: cut + ' '.repeat(Math.max(0, width - stringWidth(cut))), tone};
}

/** At most `width` columns, an ellipsis where something was left out. */
export function cutText(text: string, width: number): string {
	if (stringWidth(text) <= width) return text;
	if (width <= 0) return '';
	let cut = '';
	let used = 0;
	for (const {segment} of graphemes.segment(text)) {
		used += stringWidth(segment);
		if (used > width - 1) break;
		cut += segment;
	}
	return `${cut}…`;
}

/** The line as it fits into `width` columns. Nothing that could move the cursor comes through, whoever sent it. */
export function fitLine(spans: Line, width: number): Line {
	const fitted: Span[] = [];
	let left = width;
	for (const {text, ...look} of spans) {
		const safe = plain(text);
		const size = stringWidth(safe);
		if (size <= left) {
			fitted.push({text: safe, ...look});
			left -= size;
			continue;
		}
		fitted.push({text: cutText(safe, left), ...look});
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
		index === last ? {...span, text: cutText(`${span.text} `, stringWidth(span.text))} : span,
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
	spans.reduce((sum, {text}) => sum + stringWidth(plain(text)), 0);

const plain = (text: string) => stripControls(text).replace(/[\n\t]/g, ' ');
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
