import {columnsOf} from './columns.js';
import {cutText, type Span} from './line.js';

/** A value to carry: whole, or its beginning and its length. Never wrapped. */
export function valueSpans(value: string, width: number): readonly Span[] {
	if (columnsOf(value) <= width) return [{text: value, tone: 'strong'}];
	const about = `   (${value.length} chars)`;
	return [
		{
			text: cutText(value, Math.max(8, width - about.length)),
			tone: 'strong',
			said: value,
			isValue: true,
		},
		{text: about, tone: 'dim'},
	];
}
