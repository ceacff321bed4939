import type {StoreWatch} from '../watch-port.js';
import type {Address} from './address.js';
import {type Connection, type ConnectionState, createConnection} from './connection.js';
import {createHeldKey} from './held-key.js';
import {createKeptRows} from './kept-rows.js';
import {type GrantRow, readGrants, readSecrets, type SecretRow} from './rows.js';
import {channel} from './schema.js';
import type {Session, SessionOptions} from './session.js';
import type {SharedKeys} from './shared-keys.js';
import {readUsableInfo, type StoreInfo} from './store-info.js';

/** All rows in memory, encrypted as they come, and kept as the server has them by its messages. */
export type Replica = {
	readonly address: Address;
	readonly info: () => StoreInfo;
	/** Throws UserError since the key was changed elsewhere and is not on this host yet. */
	readonly key: () => Uint8Array;
	readonly grants: ReadonlyMap<string, GrantRow>;
	readonly secrets: ReadonlyMap<string, SecretRow>;
	readonly ready: Connection['ready'];
	readonly current: Connection['current'];
	/** What the server has of these now, the key too. */
	readonly reread: (session: Session, names: readonly string[]) => Promise<void>;
	/** What was written just now; undefined: it is gone. */
	readonly keepGrant: (name: string, row: GrantRow | undefined) => void;
	readonly keepSecret: (name: string, row: SecretRow | undefined) => void;
	readonly changes: (on: StoreWatch) => () => void;
	/** Resolves with the next change of the grant, after that time, or when the signal aborts. */
	readonly changeOf: (name: string, waitMs: number, signal?: AbortSignal) => Promise<void>;
	readonly close: () => Promise<void>;
};

export async function openReplica(
	options: SessionOptions & {
		readonly signal?: AbortSignal;
		/** The grants that are wanted; all when one of them is not there, or none is named. */
		readonly only?: readonly string[];
	},
	{
		keys,
		reloaded,
	}: {
		readonly keys: SharedKeys;
		/** Told with each new session what was known before it. */
		readonly reloaded: (before: ReadonlyMap<string, SecretRow>) => void;
	},
): Promise<Replica> {
	const rows = createKeptRows();
	const listeners = new Set<StoreWatch>();
	const waiters = new Map<string, Set<() => void>>();
	const key = createHeldKey(keys, {
		lost: why => {
			for (const on of listeners) on.connection({is: 'lost', why});
		},
		found: up,
	});
	let changed = new Map<string, 'settings' | 'tokens'>();
	let isStoreChanged = false;
	let isFollowing = false;
	let {only} = options;

	/** Everything anew; the first time with the key, for which may have to be asked. */
	async function prepare(session: Session) {
		// Whatever changes after this is told.
		await session.query(`LISTEN ${channel}`);
		await key.open(await readUsableInfo(session));
		const before = new Map(rows.secrets);
		let grantRows = await readGrants(session, only);
		if (only && only.length > grantRows.length) {
			only = undefined;
			grantRows = await readGrants(session);
		}
		rows.fill(grantRows, await readSecrets(session, only));
		reloaded(before);
		for (const name of [...waiters.keys()]) wake(name);
	}

	function told(state: ConnectionState) {
		if (state.is === 'lost') {
			for (const on of listeners) on.connection(state);
			return;
		}
		up();
		// What was told while the rows were read may be newer than they are.
		void follow();
	}

	/** What was told meanwhile is not known. */
	function up() {
		if (key.isMissing()) return;
		for (const on of listeners) {
			on.connection({is: 'up'});
			on.settings();
			on.tokens(undefined);
		}
	}

	function notified(payload: string) {
		const [, kind = '', name = ''] = /^(\w+)(?: ([\s\S]*))?$/.exec(payload) ?? [];
		if (kind === 'store') isStoreChanged = true;
		else if (only && !only.includes(name)) return;
		else if (kind === 'grant' || kind === 'secrets') changed.set(name, 'settings');
		else if (kind === 'tokens' && !changed.has(name)) changed.set(name, 'tokens');
		void follow();
	}

	/** Brings the rows up to what was told. A session that is lost meanwhile is followed by one that reads all. */
	async function follow() {
		if (isFollowing) return;
		isFollowing = true;
		try {
			// Messages of one transaction come together.
			await undefined;
			while ((changed.size > 0 || isStoreChanged) && (await followOnce()));
		} finally {
			isFollowing = false;
		}
	}

	async function followOnce(): Promise<boolean> {
		const session = connection.current();
		if (!session) return false;
		const some = changed;
		const isAll = isStoreChanged;
		changed = new Map();
		isStoreChanged = false;
		try {
			if (isAll) key.take(await readUsableInfo(session));
			await rows.fetch(session, [...some.keys()]);
		} catch {
			// What ended the session is told where it ends.
			return false;
		}
		const isOfSettings = isAll || [...some.values()].includes('settings');
		for (const name of some.keys()) wake(name);
		for (const on of listeners) {
			if (isOfSettings) on.settings();
			for (const [name, what] of some) if (what === 'tokens') on.tokens(name);
		}
		return true;
	}

	function wake(name: string) {
		const calls = waiters.get(name);
		waiters.delete(name);
		for (const call of calls ?? []) call();
	}

	const connection = createConnection(options, {prepare, notified, told});
	try {
		await connection.ready({signal: options.signal});
	} catch (error) {
		await connection.close();
		throw error;
	}

	return {
		address: options.address,
		info: key.info,
		key: key.read,
		grants: rows.grants,
		secrets: rows.secrets,
		ready: connection.ready,
		current: connection.current,
		async reread(session, names) {
			key.take(await readUsableInfo(session));
			await rows.fetch(session, names);
		},
		keepGrant: rows.keepGrant,
		keepSecret: rows.keepSecret,
		changes(on) {
			listeners.add(on);
			return () => listeners.delete(on);
		},
		async changeOf(name, waitMs, signal) {
			const {promise, resolve} = Promise.withResolvers<void>();
			const calls = waiters.get(name) ?? new Set();
			waiters.set(name, calls.add(resolve));
			const timer = setTimeout(resolve, waitMs);
			const stop = () => resolve();
			signal?.addEventListener('abort', stop, {once: true});
			await promise;
			signal?.removeEventListener('abort', stop);
			clearTimeout(timer);
			calls.delete(resolve);
		},
		async close() {
			key.close();
			await connection.close();
		},
	};
}
