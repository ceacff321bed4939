import {escapeKey, escapeValue} from './escape.js';
import {byKey, type Property, parseProperties} from './parse-properties.js';

/** A value to be put in. */
export type Change = {readonly key: string; readonly value: string};

/** The text with the values in place of the old ones; keys that are not in it are added at its end. All else stays as it is, to the letter. */
export function patchProperties(text: string, changes: readonly Change[]): string {
	const properties = byKey(parseProperties(text));
	const wanted = new Map(changes.map(({key, value}) => [key, value]));
	const edits: {readonly property: Property; readonly value: string}[] = [];
	const added: Change[] = [];
	for (const [key, value] of wanted) {
		const property = properties.get(key);
		if (!property) added.push({key, value});
		// A value that is right already keeps its spelling.
		else if (property.value !== value || property.isMalformed) edits.push({property, value});
	}
	return added.reduce(append, replaceValues(text, edits));
}

function replaceValues(
	text: string,
	edits: readonly {readonly property: Property; readonly value: string}[],
): string {
	const parts: string[] = [];
	let from = 0;
	for (const {property, value} of edits.toSorted(
		(one, other) => one.property.start - other.property.start,
	)) {
		const {valueStart, end, hasSeparator} = property;
		parts.push(text.slice(from, valueStart), hasSeparator ? '' : '=', escapeValue(value));
		from = end;
	}
	return [...parts, text.slice(from)].join('');
}

function append(text: string, {key, value}: Change): string {
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
		`${escapeKey(key)}=${escapeValue(value)}`,
		endsInBreak ? lineBreak : '',
	].join('');
}
