import {fraction} from '../refresh/fraction.js';

const first = /^# mailgrant (\S+) ([\da-f]{16})(?:\n|$)/;

/** Puts a first line before a file's text, by which it is known later who wrote it and whether it was changed since. */
export const stamped = (text: string, version: string): string =>
	`# mailgrant ${version} ${sum(text)}\n${text}`;

/** What a file is that lies where one of ours belongs. */
export type Origin = 'ours' | 'edited' | 'foreign';

export function originOf(text: string): Origin {
	const [line, , found] = first.exec(text) ?? [];
	if (line === undefined) return 'foreign';
	return sum(text.slice(line.length)) === found ? 'ours' : 'edited';
}

/** Tells changes, and is no proof against forgery: who may write there is root. */
function sum(text: string): string {
	return [0, 1]
		.map(part => Math.floor(fraction(`${part} ${text}`) * 2 ** 32))
		.map(number => number.toString(16).padStart(8, '0'))
		.join('');
}
