import {columnsOf} from './columns.js';
import {cutText, type Span} from './line.js';

/** A value to carry: whole, or its beginning and its length. Never wrapped. An address is a link, whole in both cases. */
export function valueSpans(value: string, width: number): readonly Span[] {
	const link = /^https?:\/\//.test(value) ? {link: value} : {};
	if (columnsOf(value) <= width) return [{text: value, tone: 'strong', ...link}];
	const about = `   (${value.length} chars)`;
	return [
		{
			text: cutText(value, Math.max(8, width - about.length)),
			tone: 'strong',
			said: value,
			isValue: true,
			...link,
		},
		{text: about, tone: 'dim'},
	];
}
