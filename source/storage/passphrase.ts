import {readFileSync, readSync} from 'node:fs';
import {UserError} from '../errors.js';
import type {Environment} from './config-directory.js';
import {checkCredential, credentialFile} from './credential.js';
import {errorCode, explained} from './file-errors.js';

const longest = 4096;

/** Ways for the passphrase of a store to come in; it is never an argument, nor a variable of the environment. */
export type PassphraseWays = {
	/** A descriptor that whoever started the program has opened. */
	readonly descriptor?: number;
	/** Asks on the terminal, without echo; undefined where there is none. */
	readonly ask?: (question: string) => Promise<string>;
};

/** The passphrase that was handed over: on the descriptor, else as the systemd credential `mailgrant-passphrase`. */
export function handedPassphrase(
	environment: Environment,
	descriptor: number | undefined,
): string | undefined {
	if (descriptor !== undefined) return firstLine(readDescriptor(descriptor));
	const file = credentialFile('mailgrant-passphrase', environment);
	const stats = file === undefined ? undefined : checkCredential(file);
	if (file === undefined || !stats) return undefined;
	if (stats.size > longest) throw tooLong();
	return firstLine(explained('read', file, () => readFileSync(file, 'utf8')));
}

function readDescriptor(descriptor: number): string {
	const buffer = Buffer.alloc(longest + 1);
	let length = 0;
	try {
		while (length < buffer.length) {
			const count = readSync(descriptor, buffer, length, buffer.length - length, null);
			if (count === 0) break;
			length += count;
		}
	} catch (error) {
		if (errorCode(error) === undefined) throw error;
		throw new UserError(
			`Nothing can be read from descriptor ${descriptor} of --passphrase-fd.`,
			['Open it in the shell: mailgrant --passphrase-fd 3 … 3< FILE'],
			2,
		);
	}
	if (length > longest) throw tooLong();
	return buffer.toString('utf8', 0, length);
}

// Files and `echo` end with a line break that belongs to no passphrase.
const firstLine = (text: string) => text.replace(/\r?\n[\s\S]*$/, '');

const tooLong = () =>
	new UserError(`A passphrase is at most ${longest} bytes long.`, [
		'Check that it is the right file.',
	]);
