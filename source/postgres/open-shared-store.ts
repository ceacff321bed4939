import {UserError} from '../errors.js';
import type {GrantStore} from '../grant-store-port.js';
import type {NotifyStore} from '../notify-port.js';
import type {SecretStore} from '../secret-store-port.js';
import {createGrantStore} from '../storage/grant-store.js';
import {usualWaitMs} from '../storage/lock.js';
import {storeFile} from '../storage/store-file.js';
import type {StoreWatch} from '../watch-port.js';
import {openReplica} from './replica.js';
import type {SessionOptions} from './session.js';
import {createSharedGrantStore} from './shared-grant-store.js';
import type {SharedKeys} from './shared-keys.js';
import {createSharedNotifyStore} from './shared-notify-store.js';
import {createSharedSecretStore, type SharedSecretStore} from './shared-secret-store.js';
import {createSpool} from './spool.js';

export type SharedStore = {
	readonly grants: GrantStore;
	readonly secrets: SecretStore;
	readonly notify: NotifyStore;
	readonly changes: (on: StoreWatch) => () => void;
	/** Waits for what was asked of the server. */
	readonly close: () => Promise<void>;
};

/** Opens a store in PostgreSQL. Throws UserError for one that can't be reached or used. */
export async function openSharedStore({
	directory,
	keys,
	now,
	tell,
	grantWaitMs = 60_000,
	...options
}: SessionOptions & {
	/** Of this host: where the user is, what is not finished, what the server does not have yet. */
	readonly directory: string;
	readonly keys: SharedKeys;
	/** The grants that are wanted, where not all are. */
	readonly only?: readonly string[];
	/** Ends the waiting for the server. */
	readonly signal?: AbortSignal;
	readonly now: () => number;
	/** Troubles that stop nothing. */
	readonly tell: (text: string) => void;
	readonly grantWaitMs?: number;
}): Promise<SharedStore> {
	let secrets: SharedSecretStore | undefined;
	const replica = await openReplica(options, {
		keys,
		reloaded: before => orTell(() => secrets?.compare(before)),
	});
	const spool = createSpool(directory, {store: () => replica.info().id, key: replica.key});
	const opened = createSharedSecretStore(replica, {spool, now, grantWaitMs});
	secrets = opened;
	const settings = storeFile({directory, name: 'grants', extension: 'json'});
	settings.check();
	const local = createGrantStore(settings, {directory, waitMs: usualWaitMs});

	let flushing: Promise<void> = Promise.resolve();
	const flush = () => {
		flushing = flushing.then(opened.flush).catch(told);
		return flushing;
	};
	const leave = replica.changes({
		settings() {},
		tokens() {},
		connection: ({is}) => void (is === 'up' && flush()),
	});

	function told(error: unknown) {
		if (!(error instanceof UserError)) throw error;
		tell(error.message);
	}

	function orTell(work: () => void) {
		try {
			work();
		} catch (error) {
			told(error);
		}
	}

	await flush();
	return {
		grants: createSharedGrantStore(replica, {
			directory,
			readResume: local.readResume,
			writeResume: local.writeResume,
			readDrafts: local.readDrafts,
			writeDrafts: local.writeDrafts,
		}),
		secrets: opened,
		notify: createSharedNotifyStore(replica),
		changes: replica.changes,
		async close() {
			leave();
			await replica.close();
		},
	};
}
