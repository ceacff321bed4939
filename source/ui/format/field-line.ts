import {glyphs, type Tone} from '../theme.js';
import {columnsOf} from './columns.js';
import type {Draft} from './edit-text.js';
import {cell, type Line, type Span} from './line.js';

/** Columns of the labels of a form: enough for the longest, at most half of the line. */
export const labelWidthOf = (labels: readonly string[], width: number) => {
	const usual = width < 60 ? 18 : 22;
	const longest = Math.max(0, ...labels.map(label => columnsOf(label))) + 2;
	return Math.max(usual, Math.min(longest, Math.floor(width / 2)));
};

/** A field on its line. The caret stays in sight: of a long text, the part around it is shown. */
export function fieldLine({
	label,
	draft,
	isFocused,
	width,
	placeholder = '',
	isMasked = false,
	mark,
	labelWidth = labelWidthOf([label], width),
}: {
	readonly label: string;
	readonly draft: Draft;
	readonly isFocused: boolean;
	readonly width: number;
	/** What stands there dimly while the field is empty. */
	readonly placeholder?: string;
	readonly isMasked?: boolean;
	/** A word before the label, such as `wrong`. */
	readonly mark?: {readonly word: string; readonly tone: Tone};
	/** Columns for it, where others stand above or beneath. */
	readonly labelWidth?: number;
}): Line {
	const head: Line = [
		{text: isFocused ? `${glyphs.cursor} ` : '  ', tone: 'key'},
		cell(label, labelWidth, isFocused ? 'strong' : 'plain'),
		...(mark ? [{text: `${mark.word}  `, tone: mark.tone}] : []),
	];
	const room = width - 2 - labelWidth - (mark ? mark.word.length + 2 : 0) - 1;
	const text = isMasked ? '•'.repeat([...draft.text].length) : draft.text;
	const caret = isMasked ? [...draft.text.slice(0, draft.caret)].length : draft.caret;
	if (!isFocused) {
		return [...head, text === '' ? {text: placeholder, tone: 'dim'} : {text}];
	}
	if (text === '') {
		return [...head, {text: ' ', tone: 'caret'}, {text: placeholder, tone: 'dim'}];
	}
	return [...head, ...around(text, Math.min(caret, text.length), room)];
}

/** The part of the text that fits, with the caret in it. */
function around(text: string, caret: number, room: number): readonly Span[] {
	const segments = [...graphemes.segment(text)];
	const at = segments.findIndex(({index}) => index >= caret);
	const place = at === -1 ? segments.length : at;
	let start = 0;
	const widthTo = (from: number) =>
		segments.slice(from, place + 1).reduce((sum, {segment}) => sum + columnsOf(segment), 0);
	while (start < place && widthTo(start) > room - 1) start++;
	const part = (from: number, to?: number) =>
		segments
			.slice(from, to)
			.map(({segment}) => segment)
			.join('');
	return [
		{text: (start > 0 ? '…' : '') + part(start > 0 ? start + 1 : 0, place)},
		{text: part(place, place + 1) || ' ', tone: 'caret'},
		{text: part(place + 1)},
	];
}

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
