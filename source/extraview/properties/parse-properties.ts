import {readEscapes} from './escape.js';

/** One `key=value` of the text, with where it stands. Offsets count UTF-16 units. */
export type Property = {
	readonly key: string;
	readonly value: string;
	/** Where its line begins and ends, without the line break at the end; continuation lines are in it. */
	readonly start: number;
	readonly end: number;
	/** From where to `end` the value is written; equal to `end` when it is empty. */
	readonly valueStart: number;
	/** Whether anything parts key and value. */
	readonly hasSeparator: boolean;
	/** A `\u` without four digits: Java refuses the whole text. */
	readonly isMalformed: boolean;
	/** The text ends after a backslash that calls for another line. */
	readonly isOpen: boolean;
};

/** The properties of a text in its order, by the rules of `java.util.Properties.load`; comments and blank lines stand between them. */
export function parseProperties(text: string): readonly Property[] {
	const properties: Property[] = [];
	let position = 0;
	while (position < text.length) {
		const line = readLogicalLine(text, position);
		if (line.characters !== '') properties.push(readProperty(line));
		position = line.next;
	}
	return properties;
}

/** The properties that count, by key: of several with one key the last one wins. In the order in which the keys come first. */
export const byKey = (properties: readonly Property[]): ReadonlyMap<string, Property> =>
	new Map(properties.map(property => [property.key, property]));

type LogicalLine = {
	/** Without leading blanks, line breaks and the backslashes before them. Empty for comments and blank lines. */
	readonly characters: string;
	/** Offset in the text of each of them. */
	readonly offsets: readonly number[];
	readonly start: number;
	readonly end: number;
	readonly next: number;
	readonly isOpen: boolean;
};

const isBlank = (unit: string | undefined) => unit === ' ' || unit === '\t' || unit === '\f';
const isBreak = (unit: string | undefined) => unit === '\n' || unit === '\r';

function readLogicalLine(text: string, start: number): LogicalLine {
	const units: string[] = [];
	const offsets: number[] = [];
	let position = skipBlanks(text, start);
	const isComment = text[position] === '#' || text[position] === '!';
	let isEscaped = false;
	for (; position < text.length; position++) {
		const unit = text[position] ?? '';
		if (isBreak(unit)) {
			const end = position;
			const next = afterBreak(text, position);
			if (isComment || !isEscaped) return {...joined(), start, end, next, isOpen: false};
			units.pop();
			offsets.pop();
			// Nothing but a backslash: the next line begins anew, also as a comment.
			if (units.length === 0) return {...joined(), start, end, next, isOpen: false};
			isEscaped = false;
			position = skipBlanks(text, next);
			if (position >= text.length) {
				return {...joined(), start, end: text.length, next: text.length, isOpen: true};
			}
			position--;
			continue;
		}
		units.push(unit);
		offsets.push(position);
		isEscaped = unit === '\\' && !isEscaped;
	}
	const isOpen = isEscaped && !isComment;
	if (isOpen) {
		units.pop();
		offsets.pop();
	}
	return {...joined(), start, end: text.length, next: text.length, isOpen};

	function joined() {
		return {characters: isComment ? '' : units.join(''), offsets};
	}
}

function skipBlanks(text: string, from: number): number {
	let position = from;
	while (isBlank(text[position])) position++;
	return position;
}

const afterBreak = (text: string, position: number) =>
	position + (text[position] === '\r' && text[position + 1] === '\n' ? 2 : 1);

function readProperty({characters, offsets, start, end, isOpen}: LogicalLine): Property {
	const keyEnd = endOfKey(characters);
	let valueAt = keyEnd;
	while (isBlank(characters[valueAt])) valueAt++;
	if (characters[valueAt] === '=' || characters[valueAt] === ':') {
		valueAt++;
		while (isBlank(characters[valueAt])) valueAt++;
	}
	const key = readEscapes(characters.slice(0, keyEnd));
	const value = readEscapes(characters.slice(valueAt));
	const before = offsets[valueAt - 1];
	return {
		key: key ?? characters.slice(0, keyEnd),
		value: value ?? characters.slice(valueAt),
		start,
		end,
		valueStart: offsets[valueAt] ?? (before === undefined ? start : before + 1),
		hasSeparator: valueAt > keyEnd,
		isMalformed: key === undefined || value === undefined,
		isOpen,
	};
}

function endOfKey(characters: string): number {
	let isEscaped = false;
	for (let index = 0; index < characters.length; index++) {
		const unit = characters[index];
		if (!isEscaped && (unit === '=' || unit === ':' || isBlank(unit))) return index;
		isEscaped = unit === '\\' && !isEscaped;
	}
	return characters.length;
}
