import {randomBytes} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {makeDirectory, syncDirectory, writeOnce, writeOver} from './durable.js';
import {explained} from './file-errors.js';
import {settledStamp} from './file-stamp.js';
import type {FoundKey} from './key-source.js';
import {checkFile} from './permissions.js';
import {openSealed, seal} from './seal.js';

/**
The key of the token files: 32 random bytes in `tokens/key.enc`, sealed with the key of the store. So the store's key can be changed without a thought of who writes tokens meanwhile: only this small file is sealed anew, and lies beside the old one until the change is over.
*/
export type TokenKey = {
	/** Undefined when there is none yet. Throws UserError for one that no key of the store opens. */
	readonly read: () => Uint8Array | undefined;
	/** Made at need, never in the place of another. `storeKey` gives the key that the store has now. */
	readonly ensure: (storeKey: () => Uint8Array) => Uint8Array;
	/** Lays it down beside, sealed with the key that the store is about to get. */
	readonly prepare: (tokenKey: Uint8Array, nextStoreKey: Uint8Array) => void;
};

const keyBytes = 32;
const name = 'the key of the tokens';
const placeOf = (directory: string) => path.join(directory, 'tokens');
const ownFile = (directory: string) => path.join(placeOf(directory), 'key.enc');
const nextFile = (directory: string) => path.join(placeOf(directory), 'key.next.enc');

export function createTokenKey(
	directory: string,
	/** All keys of the store that there are. */
	storeKeys: () => readonly FoundKey[],
): TokenKey {
	const own = ownFile(directory);
	const next = nextFile(directory);

	function open(file: string): Uint8Array | undefined {
		if (!checkFile(file)) return undefined;
		const bytes = explained('read', file, () =>
			existsSync(file) ? readFileSync(file) : undefined,
		);
		for (const {key} of bytes ? storeKeys() : []) {
			const opened = bytes && openSealed(bytes, key, name);
			if (opened) return Buffer.from(opened, 'base64');
		}
		return undefined;
	}

	let last: {readonly stamp: string; readonly key: Uint8Array} | undefined;

	/** Opened once for each state of the file: there may be thousands of token files. */
	function openOwn(): Uint8Array | undefined {
		const stats = checkFile(own);
		const stamp = stats && settledStamp(stats);
		if (last && last.stamp === stamp) return last.key;
		const key = open(own);
		last = key && stamp !== undefined ? {stamp, key} : undefined;
		return key;
	}

	function read(triesLeft = 3): Uint8Array | undefined {
		const key = openOwn() ?? open(next);
		if (key || !checkFile(own)) return key;
		// Another process may be changing the key of the store.
		if (triesLeft > 0) return read(triesLeft - 1);
		throw unfit(own);
	}

	return {
		read: () => read(),
		ensure(storeKey) {
			const known = read();
			if (known) return known;
			const place = placeOf(directory);
			explained('write', place, () => makeDirectory(place));
			if (readdirSync(place).some(entry => /^[0-9a-f]{32}\.enc$/.test(entry))) throw missing(own);
			const made = randomBytes(keyBytes);
			explained('write', own, () => {
				writeOnce(own, sealed(made, storeKey()));
				syncDirectory(place);
			});
			return read() ?? made;
		},
		prepare: (tokenKey, nextStoreKey) =>
			explained('write', next, () => writeOver(next, sealed(tokenKey, nextStoreKey))),
	};
}

/** After the key of the store was changed: what was laid down beside takes the place of the old one. */
export function finishTokenKey(directory: string): void {
	if (!existsSync(nextFile(directory))) return;
	renameSync(nextFile(directory), ownFile(directory));
	syncDirectory(placeOf(directory));
}

/** When the key of the store stays as it was. */
export function abandonTokenKey(directory: string): void {
	rmSync(nextFile(directory), {force: true});
}

/** What a process left that was killed while it wrote. */
export function removeTokenKeyStaging(directory: string): void {
	const place = placeOf(directory);
	if (!existsSync(place)) return;
	for (const entry of readdirSync(place)) {
		if (/^key(?:\.next)?\.enc\.[0-9a-f]{12}\.new$/.test(entry)) {
			rmSync(path.join(place, entry), {force: true});
		}
	}
}

const sealed = (tokenKey: Uint8Array, storeKey: Uint8Array) =>
	seal(Buffer.from(tokenKey).toString('base64'), storeKey, name);

function unfit(file: string): UserError {
	return new UserError(`${file} can't be opened with the key of the store.`, [
		'Restore the whole directory from one backup.',
		`Or give the tokens up: rm -r ${shellQuote(path.dirname(file))}`,
		'Then sign in again, for each grant: mailgrant sign-in NAME',
	]);
}

function missing(file: string): UserError {
	return new UserError(`${file} is missing, with which the tokens beside it are encrypted.`, [
		'Restore it from a backup.',
		`Or give the tokens up: rm -r ${shellQuote(path.dirname(file))}`,
		'Then sign in again, for each grant: mailgrant sign-in NAME',
	]);
}
