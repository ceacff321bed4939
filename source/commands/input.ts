import type {ReadStream} from 'node:tty';
import {UserError} from '../errors.js';
import {Interrupted} from './interrupted.js';

/** What a command reads from standard input. */
export type Input = {
	readonly isTerminal: boolean;
	/** All of it, to its end. Throws UserError when it is longer than a paste can be. */
	readonly readAll: (signal: AbortSignal) => Promise<string>;
	/** All of it as it comes, however long; `take` keeps what it needs. */
	readonly readChunks: (signal: AbortSignal, take: (text: string) => void) => Promise<void>;
	/** One line as it is typed. */
	readonly readLine: (signal: AbortSignal) => Promise<string>;
	/** Keeps the terminal from echoing what is typed, from before the first question until `work` has ended. */
	readonly withoutEcho: <Value>(work: () => Promise<Value>) => Promise<Value>;
	/** One line, typed or pasted, within `withoutEcho`. Throws Interrupted for Ctrl+C. */
	readonly readHidden: (signal: AbortSignal) => Promise<string>;
	/** Pastes: the lines that arrive together. Gives the function that ends the reading. */
	readonly readPastes: (onPaste: (text: string) => void) => () => void;
};

export type InputStream = NodeJS.ReadableStream &
	Partial<Pick<ReadStream, 'isTTY' | 'setRawMode' | 'isRaw'>>;

const maxLength = 200_000;
/** Lines of one paste come with no pause; between two pastes there is a hand. */
const quietMs = 150;

export function createInput(
	/** Called when something is to be read. */
	open: () => InputStream,
	isTerminal = open().isTTY === true,
): Input {
	/** Feeds every chunk to `take` until it says `done`, the stream ends or the signal aborts. Leaves no listener. */
	function follow(signal: AbortSignal, take: (chunk: string, done: () => void) => void) {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		const onData = (chunk: Buffer | string) => {
			try {
				take(String(chunk), resolve);
			} catch (error) {
				reject(error);
			}
		};
		const onEnd = () => resolve();
		const onAbort = () => reject(signal.reason);
		const stdin = open();
		stdin.setEncoding('utf8');
		stdin.on('data', onData);
		stdin.once('end', onEnd);
		stdin.once('error', onEnd);
		signal.addEventListener('abort', onAbort, {once: true});
		if (signal.aborted) onAbort();
		// A stream that an earlier reading has paused does not flow again by itself.
		stdin.resume();
		return promise.finally(() => {
			stdin.off('data', onData);
			stdin.off('end', onEnd);
			stdin.off('error', onEnd);
			signal.removeEventListener('abort', onAbort);
			stdin.pause();
		});
	}

	/** Works that want no echo, one within the other. */
	let hiding = 0;

	async function readUntil(signal: AbortSignal, isEnough: (text: string) => boolean) {
		let text = '';
		await follow(signal, (chunk, done) => {
			text += chunk;
			if (text.length > maxLength) throw tooLong();
			if (isEnough(text)) done();
		});
		return text;
	}

	return {
		isTerminal,
		readAll: signal => readUntil(signal, () => false),
		readChunks: (signal, take) => follow(signal, take),
		async readLine(signal) {
			const text = await readUntil(signal, sofar => /[\r\n]/.test(sofar));
			return text.split(/[\r\n]/, 1)[0] ?? '';
		},
		async withoutEcho(work) {
			const stdin = open();
			if (hiding++ === 0) stdin.setRawMode?.(true);
			try {
				return await work();
			} finally {
				if (--hiding === 0) stdin.setRawMode?.(false);
			}
		},
		async readHidden(signal) {
			let line = '';
			await follow(signal, (chunk, done) => {
				const typed = typeInto(line, chunk);
				line = typed.line;
				if (line.length > maxLength) throw tooLong();
				if (typed.isEnded) done();
			});
			return line;
		},
		readPastes(onPaste) {
			let text = '';
			let timer: NodeJS.Timeout | undefined;
			const flush = () => {
				clearTimeout(timer);
				const paste = text;
				text = '';
				if (paste.trim() !== '') onPaste(paste);
			};
			const end = new AbortController();
			follow(end.signal, chunk => {
				clearTimeout(timer);
				// More than any address has: its beginning is enough to say so.
				if (text.length < maxLength) text += chunk.slice(0, maxLength);
				// A line that is still being written waits for its end.
				if (/[\r\n]\s*$/.test(text)) timer = setTimeout(flush, quietMs);
			}).then(flush, () => clearTimeout(timer));
			return () => end.abort();
		},
	};
}

/** What keys make of a hidden line. Throws Interrupted for Ctrl+C, which raw mode hands over as a character. */
export function typeInto(line: string, keys: string): {line: string; isEnded: boolean} {
	let result = line;
	// Marks of a bracketed paste, cursor keys and the like are no part of a secret.
	const plain = keys.replace(/\u001B(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/g, '');
	for (const key of plain) {
		if (key === '\u0003') throw new Interrupted('SIGINT');
		if (key === '\r' || key === '\n') return {line: result, isEnded: true};
		// Ctrl+D ends the input where there is none, as in a shell.
		if (key === '\u0004') return {line: result, isEnded: true};
		if (key === '\u0015') result = '';
		else if (key === '\u007F' || key === '\b') result = [...result].slice(0, -1).join('');
		else if (key >= ' ') result += key;
	}
	return {line: result, isEnded: false};
}

const tooLong = () =>
	new UserError('Standard input is longer than anything that is expected there.', [
		'Give it the one value that is asked for.',
	]);
