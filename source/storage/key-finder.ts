import path from 'node:path';
import type {Environment} from './config-directory.js';
import {checkCredential, credentialFile} from './credential.js';
import {checkOf, type KeyDescriptor, readDescriptor} from './key-descriptor.js';
import {readKeyFile} from './key-file.js';
import type {FoundKey, KeySource} from './key-source.js';
import {checkFile} from './permissions.js';

export const credentialName = 'the credential mailgrant-key';

export const ownKeyFile = (directory: string): string => path.join(directory, 'key');
export const nextKeyFile = (directory: string): string => path.join(directory, 'key.next');

/** The key file that the environment names, absolute. */
export function namedKeyFile(environment: Environment): string | undefined {
	const {MAILGRANT_KEY_FILE: named} = environment;
	return named ? path.resolve(named) : undefined;
}

export type KeyPlaces = {
	readonly directory: string;
	readonly environment?: Environment;
	/** Made of a passphrase. */
	readonly unlocked?: readonly FoundKey[];
};

/** Finds the keys of a store wherever they may lie; makes and changes none. */
export function keyFinder({directory, environment = {}, unlocked = []}: KeyPlaces): Pick<
	KeySource,
	'check' | 'read'
> & {
	readonly descriptors: () => Partial<Record<'now' | 'next', KeyDescriptor>>;
} {
	const own = ownKeyFile(directory);
	const next = nextKeyFile(directory);
	const credential = credentialFile('mailgrant-key', environment);
	const named = namedKeyFile(environment);

	const descriptors = () => ({
		now: readDescriptor(directory, 'key.json'),
		next: readDescriptor(directory, 'key.next.json'),
	});

	/** Files that hold a key, in the order in which they count. */
	function places({now, next: coming}: ReturnType<typeof descriptors>) {
		const told = [now, coming].flatMap(each =>
			each?.source === 'file' && each.path !== undefined ? [each.path] : [],
		);
		const plain = [...(named ? [named] : []), ...told, own, next];
		return [
			...(credential ? [{name: credentialName, file: credential, check: checkCredential}] : []),
			...[...new Set(plain)].map(file => ({name: file, file, check: checkFile})),
		];
	}

	function read(): readonly FoundKey[] {
		const told = descriptors();
		let trouble: unknown;
		const found = places(told).flatMap(({name, file, check}): FoundKey[] => {
			try {
				const key = readKeyFile(file, check);
				return key ? [{name, key}] : [];
			} catch (error) {
				// It is told only where nothing else helps.
				trouble ??= error;
				return [];
			}
		});
		const all = [...found, ...unlocked];
		if (all.length === 0 && trouble !== undefined) throw trouble;
		const rank = ({key}: FoundKey) => {
			const check = checkOf(key);
			if (check === told.now?.check) return 0;
			return check === told.next?.check ? 1 : 2;
		};
		return all.toSorted((one, other) => rank(one) - rank(other));
	}

	return {
		descriptors,
		read,
		check() {
			for (const {file, check} of places(descriptors())) check(file);
		},
	};
}
