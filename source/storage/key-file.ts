import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {writeOnce} from './durable.js';
import {explained} from './file-errors.js';
import {checkFile} from './permissions.js';

const keyBytes = 32;
const largest = 1024;

/** A key of 32 bytes in base64, in a file of its own; undefined when there is none. Throws UserError for a file that holds none, or that `check` refuses. */
export function readKeyFile(file: string, check = checkFile): Uint8Array | undefined {
	const stats = check(file);
	if (!stats) return undefined;
	const key =
		stats.size > largest
			? undefined
			: parseKey(explained('read', file, () => readFileSync(file, 'latin1')));
	if (!key) throw noKey(file);
	return key;
}

/** The key of the file, which is made at need and never takes the place of another. */
export function ensureKeyFile(file: string): Uint8Array {
	const key = newKey();
	explained('write', file, () => writeOnce(file, keyText(key)));
	return readKeyFile(file) ?? key;
}

export const newKey = (): Uint8Array => randomBytes(keyBytes);

export const keyText = (key: Uint8Array): string => `${Buffer.from(key).toString('base64')}\n`;

function parseKey(text: string): Uint8Array | undefined {
	const trimmed = text.trim();
	const key = Buffer.from(trimmed, 'base64');
	return key.length === keyBytes && key.toString('base64') === trimmed ? key : undefined;
}

function noKey(file: string): UserError {
	return new UserError(`${file} does not hold a key: it was changed or cut off.`, [
		'Restore it from a backup; without it the stored secrets are lost.',
		`If there is none, move it away with the secrets: mv ${shellQuote(file)} ${shellQuote(`${file}.damaged`)}`,
		'Then enter the client secret and sign in again.',
	]);
}
