import {stripControls} from '../clean.js';

/** More than any terminal sends in one paste; what follows is not looked at. */
const maxPaste = 200_000;

// Zero-width characters, soft hyphens and byte order marks come along from web pages.
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** Marks that stand around an address or an ID that was copied. */
export const quotes = '<>"\'`“”‘’«»';

/** A paste without escape sequences, control characters and what nobody sees; line breaks and tabs stay. */
export function tidy(text: string): string {
	return stripControls(text.slice(0, maxPaste)).replace(invisible, '');
}

/** Without the given characters before and after. By hand: an expression that ends in `+$` takes minutes for 100 kB of quotes. */
export function trim(text: string, before: string, after: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && before.includes(text.charAt(start))) start++;
	while (end > start && after.includes(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}
