import path from 'node:path';
import {UserError} from '../errors.js';
import type {Environment} from './config-directory.js';
import {deriveKey} from './derive-key.js';
import {checkOf, type KeyDescriptor, readDescriptor} from './key-descriptor.js';
import {passphraseWays} from './key-errors.js';
import type {FoundKey, KeySource} from './key-source.js';
import {keyring} from './keyring.js';
import {handedPassphrase, type PassphraseWays} from './passphrase.js';
import {checkDirectory} from './permissions.js';
import {storeFile} from './store-file.js';

type Locked = Extract<KeyDescriptor, {readonly source: 'passphrase'}>;

const tries = 3;

/** The key source of a store. Asks for the passphrase where the store needs one, and only there; throws UserError where there is nobody to ask. */
export async function unlock({
	directory,
	environment,
	descriptor,
	ask,
}: PassphraseWays & {
	readonly directory: string;
	readonly environment: Environment;
}): Promise<KeySource> {
	const plain = keyring({directory, environment});
	const told = checkDirectory(directory)
		? (['key.json', 'key.next.json'] as const).map(place => readDescriptor(directory, place))
		: [];
	const locked = told.filter(each => each?.source === 'passphrase');
	if (locked.length === 0) return plain;
	// A change of the key that was cut off: the key that is no passphrase may be the one that fits.
	const isChanging = told[1] !== undefined;
	if (isChanging && locked.length === 1 && opens(directory, plain)) return plain;
	/** While the key was being changed, two passphrases are known, and one of them opens the store. */
	async function unlockedBy(passphrase: string): Promise<KeySource | undefined> {
		const unlocked = await keysFor(passphrase, locked);
		if (unlocked.length === 0) return undefined;
		const source = keyring({directory, environment, unlocked});
		return isChanging && !opens(directory, source) ? undefined : source;
	}
	const handed = handedPassphrase(environment, descriptor);
	if (handed !== undefined) {
		const source = await unlockedBy(handed);
		if (source) return source;
		throw wrong(directory);
	}
	if (!ask) throw plain.missing(path.join(directory, 'secrets.enc'));
	for (let attempt = 1; attempt <= tries; attempt++) {
		const again = attempt === 1 ? '' : 'That is not it. ';
		const source = await unlockedBy(await ask(`${again}Passphrase of ${directory} (not shown):`));
		if (source) return source;
	}
	throw wrong(directory);
}

/** The keys that a passphrase opens; none when it is wrong. */
async function keysFor(passphrase: string, locked: readonly Locked[]): Promise<FoundKey[]> {
	const found: FoundKey[] = [];
	for (const {scrypt, check} of locked) {
		const key = await deriveKey(passphrase, scrypt);
		if (checkOf(key) === check) found.push({name: 'the passphrase', key});
	}
	return found;
}

function opens(directory: string, key: KeySource): boolean {
	try {
		storeFile({directory, name: 'secrets', extension: 'enc', key}).read();
		return true;
	} catch (error) {
		if (error instanceof UserError) return false;
		throw error;
	}
}

function wrong(directory: string): UserError {
	return new UserError(`That is not the passphrase of ${directory}.`, [
		'Nothing was changed. Try again.',
		...passphraseWays,
		'A forgotten passphrase can’t be found: restore a backup, or move secrets.enc and key.json away and sign in again.',
	]);
}
