import {escapeKey, escapeValue} from './escape.js';
import {lastOf, parseProperties} from './parse-properties.js';

/** A value to be put in. */
export type Change = {readonly key: string; readonly value: string};

/** The text with the values in place of the old ones; keys that are not in it are added at its end. All else stays as it is, to the letter. Throws Error for a text that Java can't read. */
export function patchProperties(text: string, changes: readonly Change[]): string {
	return changes.reduce(putIn, text);
}

function putIn(text: string, {key, value}: Change): string {
	const properties = parseProperties(text);
	const property = lastOf(properties, key);
	if (!property) return append(text, `${escapeKey(key)}=${escapeValue(value)}`);
	// A value that is right already keeps its spelling.
	if (property.value === value && !property.isMalformed) return text;
	const written = `${property.hasSeparator ? '' : '='}${escapeValue(value)}`;
	return text.slice(0, property.valueStart) + written + text.slice(property.end);
}

function append(text: string, line: string): string {
	// A line feed behind a carriage return would become one line break with it.
	const lineBreak = text.endsWith('\r') ? '\r' : (/\r\n|\n|\r/.exec(text)?.[0] ?? '\n');
	const endsInBreak = text === '' || /[\r\n]$/.test(text);
	// A blank line ends what a backslash at the end left open; without it the new line would be part of that value.
	const isOpen =
		parseProperties(text).at(-1)?.isOpen === true || /(?:^|[\r\n])[ \t\f]*\\[\r\n]*$/.test(text);
	return [
		text,
		endsInBreak ? '' : lineBreak,
		isOpen ? lineBreak : '',
		line,
		endsInBreak ? lineBreak : '',
	].join('');
}
