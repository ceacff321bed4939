import {mkdirSync} from 'node:fs';
import path from 'node:path';
import type {Audit} from '../audit-port.js';
import {UserError} from '../errors.js';
import type {NewKey} from '../vault-port.js';
import type {Environment} from './config-directory.js';
import {checkCredential, credentialFile} from './credential.js';
import {deriveKey, newParameters, type ScryptCost, usualCost} from './derive-key.js';
import {syncDirectory, writeOnce} from './durable.js';
import {explained} from './file-errors.js';
import {checkOf, type KeyDescriptor, writeDescriptor} from './key-descriptor.js';
import {ensureKeyFile, keyText, newKey, readKeyFile} from './key-file.js';
import {nextKeyFile, ownKeyFile} from './key-finder.js';
import type {KeySource} from './key-source.js';
import {usualWaitMs} from './lock.js';
import {storeFile} from './store-file.js';
import {createTokenKey} from './token-key.js';
import {withLock} from './with-lock.js';

export type RekeyOptions = {
	readonly directory: string;
	readonly environment: Environment;
	/** Opens the store as it is. */
	readonly key: KeySource;
	readonly waitMs?: number;
	readonly audit?: Audit;
	readonly cost?: ScryptCost;
};

type Made = {readonly key: Uint8Array; readonly descriptor: KeyDescriptor; readonly where: string};

/**
Changes the key of a store, under its lock. Each step is on disk before the next begins:

1. `key.next`, if the new key is a file of the directory: nothing reads it as the only key yet.
2. `key.next.json`, which says where the new key comes from.
3. `tokens/key.next.enc`: the key of the token files, sealed with the new key.
4. `secrets.enc`, encrypted with the new key, by one rename. Before it the old key opens the store, after it the new one; both can be found all the time, so whichever fits is used.
5. `tokens/key.next.enc` becomes `tokens/key.enc`, `key.next` becomes `key`, or the `key` that is of no use any more is removed.
6. `key.next.json` becomes `key.json`.

What a killed process has left is ended or undone by the next one that writes (`settle`): the key that fits tells which.
*/
export async function rekey(
	{directory, environment, key, waitMs = usualWaitMs, cost = usualCost}: RekeyOptions,
	wish: NewKey,
): Promise<string> {
	const file = storeFile({directory, name: 'secrets', extension: 'enc', key});
	file.ensureDirectory();
	// Before the lock is taken: others need not wait for a passphrase to be made into a key.
	const made = await make(wish, {directory, environment, cost});
	return withLock(file.path, {waitMs}, lock => {
		// As it is, it has to be readable, and a change that was cut off has to be over.
		file.write({secrets: [], ...file.read()});
		if (lock.isLost()) throw new UserError(`${file.path}.lock was taken away. Do it again.`);
		const tokens = keyOfTokens(directory, key, file.currentKey);
		if (wish.from === 'new') {
			const next = nextKeyFile(directory);
			explained('write', next, () => {
				writeOnce(next, keyText(made.key));
				syncDirectory(directory);
			});
		}
		writeDescriptor(directory, 'key.next.json', made.descriptor);
		tokens.prepare(tokens.key, made.key);
		file.writeWith(made.key, file.read());
		key.settle(made.key);
		return made.where;
	});
}

/** The key of the token files, made now where there is none: nobody may make one of the old key's while it is changed. */
function keyOfTokens(directory: string, source: KeySource, currentKey: () => Uint8Array) {
	const place = path.join(directory, 'tokens');
	explained('write', place, () => mkdirSync(place, {mode: 0o700, recursive: true}));
	const tokenKey = createTokenKey(directory, source.read);
	return {...tokenKey, key: tokenKey.ensure(currentKey)};
}

async function make(
	wish: NewKey,
	{
		directory,
		environment,
		cost,
	}: Pick<RekeyOptions, 'directory' | 'environment'> & {
		readonly cost: ScryptCost;
	},
): Promise<Made> {
	switch (wish.from) {
		case 'new': {
			const key = newKey();
			return {
				key,
				descriptor: {source: 'file', check: checkOf(key)},
				where: ownKeyFile(directory),
			};
		}
		case 'file': {
			const file = path.resolve(wish.path);
			if (file === ownKeyFile(directory) || file === nextKeyFile(directory)) {
				throw new UserError(`${file} is where mailgrant itself keeps the key.`, [
					'For a new key in it: mailgrant rekey --new',
				]);
			}
			const key = ensureKeyFile(file);
			return {key, descriptor: {source: 'file', path: file, check: checkOf(key)}, where: file};
		}
		case 'credential': {
			const file = credentialFile('mailgrant-key', environment);
			const key = file === undefined ? undefined : readKeyFile(file, checkCredential);
			if (!key) {
				throw new UserError('This process was not given a systemd credential mailgrant-key.', [
					'Run it by systemd: systemd-run --pipe -p LoadCredential=mailgrant-key:FILE mailgrant rekey --credential',
				]);
			}
			return {
				key,
				descriptor: {source: 'credential', check: checkOf(key)},
				where: 'the systemd credential mailgrant-key',
			};
		}
		case 'passphrase': {
			const scrypt = newParameters(cost);
			const key = await deriveKey(wish.passphrase, scrypt);
			return {
				key,
				descriptor: {source: 'passphrase', scrypt, check: checkOf(key)},
				where: 'the passphrase',
			};
		}
	}
}
