import {UserError} from '../errors.js';
import type {StoreWatch} from '../watch-port.js';
import type {Address} from './address.js';
import {type Connection, type ConnectionState, createConnection} from './connection.js';
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

/** A key that is missing is looked for again this often. */
const keyRetryMs = 2000;

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
	const grants = new Map<string, GrantRow>();
	const secrets = new Map<string, SecretRow>();
	const listeners = new Set<StoreWatch>();
	const waiters = new Map<string, Set<() => void>>();
	let info: StoreInfo | undefined;
	let key: Uint8Array | undefined;
	let keyTrouble: {readonly error: UserError; readonly at: number} | undefined;
	let keyTimer: ReturnType<typeof setInterval> | undefined;
	let changed = new Map<string, 'settings' | 'tokens'>();
	let isStoreChanged = false;
	let isFollowing = false;
	let {only} = options;

	function infoOf(): StoreInfo {
		if (!info) throw new Error('a replica that was never ready');
		return info;
	}

	function takeInfo(next: StoreInfo) {
		const isOther = next.keyCheck !== info?.keyCheck;
		info = next;
		if (!isOther && key) return;
		key = undefined;
		lookForKey(next);
	}

	function lookForKey(about: StoreInfo) {
		const before = keyTrouble;
		try {
			key = keys.find(about);
			keyTrouble = undefined;
			clearInterval(keyTimer);
			if (before) up();
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			keyTrouble = {error, at: performance.now()};
			if (before) return;
			for (const on of listeners) on.connection({is: 'lost', why: error.message});
			keyTimer = setInterval(() => lookForKey(infoOf()), keyRetryMs);
			keyTimer.unref();
		}
	}

	/** Everything anew; the first time with the key, for which may have to be asked. */
	async function prepare(session: Session) {
		// Whatever changes after this is told.
		await session.query(`LISTEN ${channel}`);
		const next = await readUsableInfo(session);
		if (!info) key = await keys.unlock(next);
		takeInfo(next);
		const before = new Map(secrets);
		let grantRows = await readGrants(session, only);
		if (only && only.length > grantRows.length) {
			only = undefined;
			grantRows = await readGrants(session);
		}
		const secretRows = await readSecrets(session, only);
		grants.clear();
		for (const row of inOrder(grantRows)) grants.set(row.name, row);
		secrets.clear();
		for (const row of secretRows) secrets.set(row.name, row);
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
		if (keyTrouble) return;
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
			if (isAll) takeInfo(await readUsableInfo(session));
			await fetch(session, [...some.keys()]);
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

	async function fetch(session: Session, names: readonly string[]) {
		if (names.length === 0) return;
		// Each answer is taken before the next question: what is written meanwhile is newer.
		const grantRows = new Map((await readGrants(session, names)).map(row => [row.name, row]));
		for (const name of names) keepGrant(name, grantRows.get(name));
		const secretRows = new Map((await readSecrets(session, names)).map(row => [row.name, row]));
		for (const name of names) keepSecret(name, secretRows.get(name));
	}

	function keepGrant(name: string, row: GrantRow | undefined) {
		const known = grants.get(name);
		if (row && known && row.revision < known.revision) return;
		if (!row) grants.delete(name);
		else if (known) grants.set(name, row);
		else {
			const all = inOrder([...grants.values(), row]);
			grants.clear();
			for (const each of all) grants.set(each.name, each);
		}
	}

	function keepSecret(name: string, row: SecretRow | undefined) {
		const known = secrets.get(name);
		if (row && known && row.revision < known.revision) return;
		if (row) secrets.set(name, row);
		else secrets.delete(name);
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
		info: infoOf,
		key() {
			if (keyTrouble && performance.now() - keyTrouble.at > keyRetryMs) lookForKey(infoOf());
			if (key) return key;
			throw keyTrouble?.error ?? new Error('a replica without a key');
		},
		grants,
		secrets,
		ready: connection.ready,
		current: connection.current,
		async reread(session, names) {
			takeInfo(await readUsableInfo(session));
			await fetch(session, names);
		},
		keepGrant,
		keepSecret,
		changes(on) {
			listeners.add(on);
			return () => listeners.delete(on);
		},
		async changeOf(name, waitMs, signal) {
			const {promise, resolve} = Promise.withResolvers<void>();
			const calls = waiters.get(name) ?? new Set();
			waiters.set(name, calls.add(resolve));
			const timer = setTimeout(resolve, waitMs);
			signal?.addEventListener('abort', () => resolve(), {once: true});
			await promise;
			clearTimeout(timer);
			calls.delete(resolve);
		},
		async close() {
			clearInterval(keyTimer);
			await connection.close();
		},
	};
}

const inOrder = (rows: readonly GrantRow[]) =>
	[...rows].sort((one, other) => one.position - other.position);
