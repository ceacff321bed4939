import {randomBytes} from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {errorCode, explained} from './file-errors.js';
import {checkFile} from './permissions.js';

/** Where the key of the secrets comes from. Other sources can take the place of the file. */
export type KeySource = {
	/** For messages: the path, or where else the key lives. */
	readonly name: string;
	/** Throws UserError for a key that others could read; looks at no content. */
	readonly check: () => void;
	/** 32 bytes; undefined when there is none yet. Throws UserError for one that can't be used. */
	readonly read: () => Uint8Array | undefined;
	/** Makes the key at first need; never takes the place of one that is there. Called under the lock of the secrets. */
	readonly create: () => Uint8Array;
};

const keyBytes = 32;

/** A file of its own, 0600, with 32 random bytes in base64. */
export function keyFile(directory: string): KeySource {
	const name = path.join(directory, 'key');
	const read = () => {
		const stats = checkFile(name);
		if (!stats) return undefined;
		if (stats.size > 1024) throw damaged(name);
		const text = explained('read', name, () => readFileSync(name, 'latin1')).trim();
		const key = Buffer.from(text, 'base64');
		if (key.length !== keyBytes || key.toString('base64') !== text) throw damaged(name);
		return key;
	};
	return {
		name,
		check: () => {
			checkFile(name);
		},
		read,
		create: () => {
			const key = randomBytes(keyBytes);
			explained('write', name, () => writeOnce(name, `${key.toString('base64')}\n`));
			return read() ?? key;
		},
	};
}

// Written whole beside it first: a process killed between making and filling the file would leave
// an empty key, which could never be told from a lost one. A link, unlike a rename, takes no place.
function writeOnce(file: string, text: string): void {
	const beside = `${file}.${randomBytes(6).toString('hex')}.new`;
	try {
		const descriptor = openSync(beside, 'wx', 0o600);
		try {
			writeFileSync(descriptor, text);
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		link(beside, file, text);
	} finally {
		rmSync(beside, {force: true});
	}
}

function link(beside: string, file: string, text: string): void {
	try {
		linkSync(beside, file);
	} catch (error) {
		const code = errorCode(error);
		if (code === 'EEXIST') return;
		if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
		// A file system without hard links.
		writeFileSync(file, text, {flag: 'wx', mode: 0o600, flush: true});
	}
}

function damaged(file: string): UserError {
	return new UserError(`${file} does not hold a key: it was changed or cut off.`, [
		'Restore it from a backup; without it the stored secrets are lost.',
		`If there is none, move it away with the secrets: mv ${shellQuote(file)} ${shellQuote(`${file}.damaged`)}`,
		'Then enter the client secret and sign in again.',
	]);
}
