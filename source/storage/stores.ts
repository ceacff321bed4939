import path from 'node:path';
import type {Services} from '../services.js';
import {copyToken} from './copy-token.js';
import {usualGrantWaitMs} from './grant-lock.js';
import {createGrantStore} from './grant-store.js';
import type {KeySource} from './key-source.js';
import {keyring} from './keyring.js';
import {usualWaitMs} from './lock.js';
import {openNotifyStore} from './notify-store.js';
import {createSecretStore} from './secret-store.js';
import {storeFile} from './store-file.js';

export type StoresOptions = {
	/** Made at the first write, not before. */
	readonly directory: string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** The file `key` in the directory unless given. */
	readonly key?: KeySource;
	/** How long a write waits for other processes. */
	readonly waitMs?: number;
	/** How long `exclusively` waits; the holder talks to servers meanwhile. */
	readonly grantWaitMs?: number;
};

/** Opens the stores. Throws UserError for a directory or file that others can read or change, or that belongs to another user. */
export function openStores({
	directory: given,
	now,
	key: givenKey,
	waitMs = usualWaitMs,
	grantWaitMs = usualGrantWaitMs,
}: StoresOptions): Pick<Services, 'grants' | 'secrets' | 'notify' | 'copyToken'> {
	const directory = path.resolve(given);
	const key = givenKey ?? keyring({directory});
	const settings = storeFile({directory, name: 'grants', extension: 'json'});
	const encrypted = storeFile({
		directory,
		name: 'secrets',
		extension: 'enc',
		key,
	});
	settings.check();
	encrypted.check();
	const stores = {
		grants: createGrantStore(settings, {directory, waitMs}),
		notify: openNotifyStore({directory, waitMs}),
		secrets: createSecretStore(encrypted, {directory, key, now, waitMs, grantWaitMs}),
	};
	const parts = {...stores, key: encrypted.currentKey};
	return {...stores, copyToken: name => copyToken(directory, parts, name)};
}
