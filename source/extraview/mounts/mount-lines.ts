import type {Instance} from './instance.js';
import {quoteWord} from './logical-line.js';

/** The two lines that ExtraView's manual asks for; the first one takes the redirect URI, the second what lies under it. */
export function mountLines({redirectPath}: Instance, worker: string): readonly string[] {
	return [redirectPath, `${redirectPath}/*`].map(
		path => `JkMount ${quoteWord(path)} ${quoteWord(worker)}`,
	);
}

/** Puts lines before a line of a file, or at its end, indented as the lines around them and with their line ends. Every other byte stays. */
export function insertLines(
	bytes: Uint8Array,
	lines: readonly string[],
	beforeLine?: number,
): Uint8Array<ArrayBuffer> {
	const at = beforeLine === undefined ? bytes.length : lineStart(bytes, beforeLine);
	const before = bytes.subarray(0, at);
	const lineFeed = 10;
	const carriageReturn = 13;
	const end = before.at(-1) === lineFeed && before.at(-2) === carriageReturn ? '\r\n' : '\n';
	const indent = beforeLine === undefined ? '' : indentBefore(before);
	const isOpen = before.length > 0 && before.at(-1) !== lineFeed;
	const text = `${isOpen ? end : ''}${lines.map(line => `${indent}${line}${end}`).join('')}`;
	const added = new TextEncoder().encode(text);
	const result = new Uint8Array(bytes.length + added.length);
	result.set(before);
	result.set(added, at);
	result.set(bytes.subarray(at), at + added.length);
	return result;
}

function lineStart(bytes: Uint8Array, line: number): number {
	let at = 0;
	for (let passed = 1; passed < line; passed += 1) {
		const next = bytes.indexOf(10, at);
		if (next === -1) return bytes.length;
		at = next + 1;
	}
	return at;
}

/** The indentation of the nearest line above that says something and opens no section. */
function indentBefore(before: Uint8Array): string {
	const text = new TextDecoder('latin1').decode(before.subarray(-4000));
	const above = text.split(/\r?\n/).findLast(line => line.trim() !== '');
	if (above === undefined) return '\t';
	const indent = /^[ \t]*/.exec(above)?.[0] ?? '';
	if (!/^\s*<(?!\/)/.test(above)) return indent;
	return indent + (indent.startsWith(' ') ? '    ' : '\t');
}
