import {renameSync} from 'node:fs';
import path from 'node:path';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import type {Environment} from '../storage/config-directory.js';
import {checkCredential, credentialFile} from '../storage/credential.js';
import {deriveKey} from '../storage/derive-key.js';
import {makeDirectory, syncDirectory} from '../storage/durable.js';
import {errorCode, explained} from '../storage/file-errors.js';
import {checkOf} from '../storage/key-descriptor.js';
import {passphraseWays} from '../storage/key-errors.js';
import {ensureKeyFile, readKeyFile} from '../storage/key-file.js';
import {namedKeyFile, ownKeyFile} from '../storage/key-finder.js';
import {handedPassphrase, type PassphraseWays} from '../storage/passphrase.js';
import {checkDirectory, checkFile} from '../storage/permissions.js';
import type {KeySourceInfo, StoreInfo} from './store-info.js';

/** The keys of this host for a shared store; the one that fits decides. */
export type SharedKeys = {
	/** The store's key. Throws UserError where this host has another or none. */
	readonly find: (info: StoreInfo) => Uint8Array;
	/** As `find`, and asks for the passphrase where the store has one. */
	readonly unlock: (info: StoreInfo) => Promise<Uint8Array>;
	/** The key that a new store gets: of the credential, the named file, or a file that is made. */
	readonly begin: () => {
		readonly key: Uint8Array;
		readonly source: KeySourceInfo;
		readonly where: string;
	};
	/** A key that was made of a passphrase just now. */
	readonly learn: (key: Uint8Array) => void;
};

/** The key of a shared store in a host's directory, apart from that of the local store. */
export const sharedKeyFile = (directory: string): string => path.join(directory, 'store.key');
export const nextSharedKeyFile = (directory: string): string => `${sharedKeyFile(directory)}.next`;

/** Puts a new key in the place of the old one. Whoever sees first that the store has it does so. */
export function settleSharedKey(directory: string): void {
	const own = sharedKeyFile(directory);
	explained('write', own, () => {
		try {
			renameSync(nextSharedKeyFile(directory), own);
		} catch (error) {
			if (errorCode(error) !== 'ENOENT') throw error;
		}
		syncDirectory(directory);
	});
}

const tries = 3;

export function createSharedKeys({
	directory,
	environment,
	descriptor,
	ask,
}: PassphraseWays & {
	readonly directory: string;
	readonly environment: Environment;
}): SharedKeys {
	const unlocked: Uint8Array[] = [];
	const own = sharedKeyFile(directory);
	const next = nextSharedKeyFile(directory);
	const credential = credentialFile('mailgrant-key', environment);
	const named = namedKeyFile(environment);

	function places({keySource}: StoreInfo) {
		const told =
			keySource.source === 'file' && path.isAbsolute(keySource.path ?? '')
				? [keySource.path ?? '']
				: [];
		const files = [...(named ? [named] : []), ...told, own, next, ownKeyFile(directory)];
		return [
			...(credential ? [{file: credential, check: checkCredential}] : []),
			...[...new Set(files)].map(file => ({file, check: checkFile})),
		];
	}

	function look(info: StoreInfo): {readonly key?: Uint8Array; readonly tried: readonly string[]} {
		const tried: string[] = [];
		let trouble: unknown;
		for (const {file, check} of places(info)) {
			try {
				const key = readKeyFile(file, check);
				if (!key) continue;
				if (checkOf(key) === info.keyCheck) {
					if (file === next) settle();
					return {key, tried};
				}
				tried.push(file);
			} catch (error) {
				// It is told only where nothing else helps.
				trouble ??= error;
			}
		}
		const key = unlocked.find(each => checkOf(each) === info.keyCheck);
		if (!key && tried.length === 0 && trouble !== undefined) throw trouble;
		return {key, tried};
	}

	/** A change of the key was cut off after the store had the new one. */
	const settle = () => settleSharedKey(directory);

	function find(info: StoreInfo): Uint8Array {
		const {key, tried} = look(info);
		if (key) return key;
		throw keyMissing(info, tried, own);
	}

	return {
		find,
		async unlock(info) {
			const {key} = look(info);
			if (key || info.keySource.source !== 'passphrase') return key ?? find(info);
			const {scrypt} = info.keySource;
			const fits = async (passphrase: string) => {
				const derived = await deriveKey(passphrase, scrypt);
				if (checkOf(derived) !== info.keyCheck) return undefined;
				unlocked.push(derived);
				return derived;
			};
			const handed = handedPassphrase(environment, descriptor);
			if (handed === undefined && !ask) return find(info);
			for (let attempt = 1; attempt <= (handed === undefined ? tries : 1); attempt++) {
				const again = attempt === 1 ? '' : 'That is not it. ';
				const passphrase =
					handed ?? (await ask?.(`${again}Passphrase of the shared store (not shown):`)) ?? '';
				const derived = await fits(passphrase);
				if (derived) return derived;
			}
			throw new UserError('That is not the passphrase of the shared store.', [
				'Nothing was changed. Try again.',
				...passphraseWays,
			]);
		},
		begin() {
			const handed = credential && readKeyFile(credential, checkCredential);
			if (handed) {
				const where = 'the systemd credential mailgrant-key';
				return {key: handed, source: {source: 'credential'}, where};
			}
			const file = named ?? own;
			if (!named && !checkDirectory(directory)) {
				explained('write', directory, () => makeDirectory(directory));
			}
			const source: KeySourceInfo = {source: 'file', ...(named !== undefined && {path: named})};
			return {key: ensureKeyFile(file), source, where: file};
		},
		learn: key => void unlocked.push(key),
	};
}

/** What to do about a store whose key this host does not have. */
function keyMissing(info: StoreInfo, tried: readonly string[], own: string): UserError {
	const since = `${info.keySince} by ${clean(info.keyBy, 100)}`;
	const what =
		tried.length > 0
			? `The shared store has another key than ${tried.join(' or ')}; it was given its key at ${since}.`
			: `This host has no key of the shared store, which was given one at ${since}.`;
	switch (info.keySource.source) {
		case 'file':
			return new UserError(`${what} Nothing was changed.`, [
				`Bring the key file of a host that has it, as ${shellQuote(own)} with mode 0600.`,
				'Or say where it lies: export MAILGRANT_KEY_FILE=FILE',
			]);
		case 'credential':
			return new UserError(`${what} Nothing was changed.`, [
				'In a unit: LoadCredential=mailgrant-key:FILE',
				'By hand, with the file that the credential is loaded from: MAILGRANT_KEY_FILE=FILE mailgrant',
			]);
		case 'passphrase':
			return new UserError(
				'The shared store is encrypted with a passphrase, which was not given.',
				['On a terminal it is asked for.', ...passphraseWays],
			);
	}
}
