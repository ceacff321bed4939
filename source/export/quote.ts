import {shellQuote} from '../shell-quote.js';

/** A command line that a POSIX shell takes apart into the same words. */
export const commandLine = (words: readonly string[]) => words.map(shellQuote).join(' ');

/** In double quotes, with a backslash before each of these characters. */
export const quoted = (text: string, escaped: RegExp) =>
	`"${text.replace(escaped, character => `\\${character}`)}"`;
