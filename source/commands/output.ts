import type {Writable} from 'node:stream';
import {cleanLines} from '../clean.js';

/** Where a command speaks. All text is cleaned on its way. */
export type Output = {
	readonly isTerminal: boolean;
	/** Results, as lines on standard output. */
	readonly print: (text: string) => void;
	/** The one JSON value of a `--json` command, on standard output. */
	readonly json: (value: unknown) => void;
	/** What goes on meanwhile, and troubles: lines on standard error. */
	readonly tell: (text: string) => void;
	/** A question without a line break, on standard error. */
	readonly ask: (text: string) => void;
};

export type OutputStream = Pick<Writable, 'write'> & {readonly isTTY?: boolean};

export function createOutput(stdout: OutputStream, stderr: OutputStream): Output {
	const line = (text: string) => `${cleanLines(text, maxLength)}\n`;
	return {
		isTerminal: stdout.isTTY === true,
		print: text => void stdout.write(line(text)),
		json: value => void stdout.write(`${safeJson(value)}\n`),
		tell: text => void stderr.write(line(text)),
		ask: text => void stderr.write(`${cleanLines(text)} `),
	};
}

const maxLength = 100_000;

/** JSON in one line. What `JSON.stringify` leaves as it is and a terminal obeys is escaped (RFC 8259 §7). */
export function safeJson(value: unknown): string {
	return JSON.stringify(value).replace(
		/[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
