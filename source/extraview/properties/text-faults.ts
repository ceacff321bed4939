import {clean} from '../../clean.js';
import {parseProperties} from './parse-properties.js';

/** What came along wrong when the text was copied. */
export type TextFault =
	| {readonly type: 'twice'; readonly message: string /** The text once. */; readonly once: string}
	| {readonly type: 'cut-end' | 'cut-start'; readonly message: string}
	| {readonly type: 'malformed'; readonly message: string; readonly line: number}
	| {readonly type: 'duplicate'; readonly message: string; readonly key: string}
	| {readonly type: 'byte-order-mark'; readonly message: string}
	| {readonly type: 'empty'; readonly message: string};

/** More lines of one kind help nobody. */
const maxOfAKind = 10;

/** Faults of the text itself, whatever its keys mean. `known` are keys that it may hold, by which a cut one is recognised. */
export function textFaults(text: string, known: readonly string[]): readonly TextFault[] {
	const properties = parseProperties(text);
	if (properties.length === 0) {
		return [
			{
				type: 'empty',
				message: 'No property is in it, only comments or nothing. Copy the whole text of the task.',
			},
		];
	}
	const once = halfOf(text);
	const faults: TextFault[] = [];
	if (once !== undefined) {
		faults.push({
			type: 'twice',
			once,
			message: 'The same text stands in it twice, as by a second paste. Keep it once.',
		});
	}
	if (text.startsWith('\uFEFF')) {
		faults.push({
			type: 'byte-order-mark',
			message:
				'It begins with a byte order mark, which Java reads as part of the first key. Save it without.',
		});
	}
	for (const {start} of properties.filter(({isMalformed}) => isMalformed).slice(0, maxOfAKind)) {
		const line = lineAt(text, start);
		faults.push({
			type: 'malformed',
			line,
			message: `Line ${line} has \\u without four hexadecimal digits: Java refuses the whole text over it. Copy the line anew.`,
		});
	}
	return [...faults, ...cuts(text, known), ...(once === undefined ? duplicates(text) : [])];
}

/** The half of a text that consists of the same lines twice; blank lines between and around do not count. */
function halfOf(text: string): string | undefined {
	const lines = text.split(/\r\n|\r|\n/).map(line => line.trim());
	const full = lines.flatMap((line, index) => (line === '' ? [] : [{line, index}]));
	const half = full.length / 2;
	if (!Number.isInteger(half) || half === 0) return twiceInOneLine(text);
	for (let index = 0; index < half; index++) {
		if (full[index]?.line !== full[index + half]?.line) return twiceInOneLine(text);
	}
	const cut = full[half]?.index ?? 0;
	return text.slice(0, offsetOfLine(text, cut));
}

/** A paste without a line break at its end: the second one begins on the line where the first one ends. */
function twiceInOneLine(text: string): string | undefined {
	const body = text.replace(/[\r\n]+$/, '');
	const half = body.slice(0, body.length / 2);
	const isTwice = body.length % 2 === 0 && half + half === body;
	return isTwice && parseProperties(half).length > 0 && /[=:]/.test(half) ? half : undefined;
}

function offsetOfLine(text: string, line: number): number {
	const breaks = /\r\n|\r|\n/g;
	for (let index = 0; index < line; index++) breaks.exec(text);
	return breaks.lastIndex;
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split(/\r\n|\r|\n/).length;

function cuts(text: string, known: readonly string[]): readonly TextFault[] {
	const properties = parseProperties(text);
	const first = properties[0];
	const last = properties.at(-1);
	const faults: TextFault[] = [];
	if (last && isCutAtEnd(text, known)) {
		faults.push({
			type: 'cut-end',
			message: 'It breaks off in its last line. Copy the text to its end.',
		});
	}
	if (first && known.some(key => key !== first.key && isTailOf(first.key, key))) {
		faults.push({
			type: 'cut-start',
			message: `It begins in the middle of a line: ${clean(first.key, 60)} is the end of a longer key. Copy the text from its beginning.`,
		});
	}
	return faults;
}

function isCutAtEnd(text: string, known: readonly string[]): boolean {
	const properties = parseProperties(text);
	const last = properties.at(-1);
	if (!last) return false;
	if (last.isOpen) return true;
	// A terminal puts a line break behind what was pasted, so that a key that is cut is one with it too.
	const isStart = (key: string) => key !== last.key && key.startsWith(last.key);
	if (!last.hasSeparator && last.key.length >= 3 && known.some(isStart)) return true;
	if (/[\r\n]\s*$/.test(text.slice(last.end))) return false;
	const raw = text.slice(last.start, last.end);
	if (last.isMalformed && /\\u[0-9a-fA-F]{0,3}$/.test(raw)) return true;
	if (last.hasSeparator) return false;
	const others = properties.slice(0, -1);
	return others.length > 0 && others.every(({hasSeparator}) => hasSeparator);
}

/** `BOX_USER` of MAILBOX_USER; a whole word such as USER is a key of its own. */
const isTailOf = (part: string, key: string) =>
	part.length >= 3 && key.endsWith(part) && !/[_.]/.test(key.at(-part.length - 1) ?? '_');

function duplicates(text: string): readonly TextFault[] {
	const seen = new Set<string>();
	const twice = new Set<string>();
	for (const {key} of parseProperties(text)) {
		if (seen.has(key)) twice.add(key);
		seen.add(key);
	}
	return [...twice].slice(0, maxOfAKind).map(key => ({
		type: 'duplicate',
		key,
		message: `${clean(key, 60)} is there more than once; Java takes the last one. Remove the others.`,
	}));
}
