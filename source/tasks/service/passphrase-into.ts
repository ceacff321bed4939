import {shellQuote} from '../../shell-quote.js';

/** The command by which root puts a passphrase into its file: one line that is typed, and Ctrl+D. */
export const passphraseInto = (file: string): string =>
	`install -D -m 600 /dev/stdin ${shellQuote(file)}`;
