import {existsSync, readdirSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import {syncDirectory} from './durable.js';
import {explained} from './file-errors.js';
import {checkOf, type KeyDescriptor, writeDescriptor} from './key-descriptor.js';
import {keyMissing, keyUnfit} from './key-errors.js';
import {ensureKeyFile} from './key-file.js';
import {
	credentialName,
	type KeyPlaces,
	keyFinder,
	namedKeyFile,
	nextKeyFile,
	ownKeyFile,
} from './key-finder.js';
import type {KeySource} from './key-source.js';
import {removeTokenCopies} from './remove-token-copies.js';
import {abandonTokenKey, finishTokenKey, removeTokenKeyStaging} from './token-key.js';

type Source = {readonly source: 'credential'} | {readonly source: 'file'; readonly path?: string};

/** The key of the store in a directory: a systemd credential, a key file, or what a passphrase was made into. */
export function keyring(where: KeyPlaces): KeySource {
	const {directory, environment = {}} = where;
	const own = ownKeyFile(directory);
	const next = nextKeyFile(directory);
	const named = namedKeyFile(environment);
	const {check, descriptors, read} = keyFinder(where);

	/** Says in the directory where the key of a new store comes from. */
	function record(descriptor: Source, key: Uint8Array): Uint8Array {
		writeDescriptor(directory, 'key.json', {...descriptor, check: checkOf(key)});
		return key;
	}

	function begin(): Uint8Array {
		const {now} = descriptors();
		const found = read();
		const handed = found.find(({name}) => name === credentialName);
		switch (now?.source) {
			case undefined: {
				if (handed) return record({source: 'credential'}, handed.key);
				if (named) return record({source: 'file', path: named}, ensureKeyFile(named));
				return ensureKeyFile(own);
			}
			case 'file': {
				const file = named ?? now.path;
				return record({source: 'file', path: file}, ensureKeyFile(file ?? own));
			}
			case 'credential':
				if (handed) return record({source: 'credential'}, handed.key);
				break;
			case 'passphrase': {
				const fitting = found.find(({key}) => checkOf(key) === now.check);
				if (fitting) return fitting.key;
			}
		}
		throw keyMissing(path.join(directory, 'secrets.enc'), own, now);
	}

	/** What tells of the key while none fits: of a change that was cut off, the new one. */
	const told = () => {
		const {now, next: coming} = descriptors();
		return coming ?? now;
	};

	return {
		read,
		begin,
		check,
		settle(fitting) {
			const {next: coming} = descriptors();
			explained('write', next, () => {
				if (coming && checkOf(fitting) === coming.check) finish(coming);
				else abandon();
				removeStaging();
			});
		},
		missing: file => keyMissing(file, own, told()),
		unfit(file, tried) {
			const descriptor = told();
			const isKnown = tried.some(({key}) => checkOf(key) === descriptor?.check);
			return keyUnfit(file, tried, {own, descriptor, isKnown});
		},
	};

	// The secrets are encrypted with the new key. The file `key` goes first: `key.next.json` tells of
	// the new key until it has become `key.json`.
	function finish(coming: KeyDescriptor) {
		finishTokenKey(directory);
		removeTokenCopies(directory);
		const isOwn = coming.source === 'file' && (coming.path ?? own) === own;
		if (isOwn && existsSync(next)) renameSync(next, own);
		if (!isOwn) rmSync(own, {force: true});
		renameSync(path.join(directory, 'key.next.json'), path.join(directory, 'key.json'));
		syncDirectory(directory);
	}

	// The secrets are encrypted with the old key: nothing of the new one is needed. Its descriptor
	// goes first, since without it the file means nothing.
	function abandon() {
		abandonTokenKey(directory);
		rmSync(path.join(directory, 'key.next.json'), {force: true});
		rmSync(next, {force: true});
	}

	/** What a process left that was killed while it wrote a key or a descriptor. */
	function removeStaging() {
		removeTokenKeyStaging(directory);
		for (const entry of readdirSync(directory)) {
			if (!/^key(?:\.next)?(?:\.json)?\.[0-9a-f]{12}\.new$/.test(entry)) continue;
			rmSync(path.join(directory, entry), {force: true});
		}
	}
}
