import {UserError} from '../errors.js';
import type {SecretStore} from '../secret-store-port.js';
import type {Secrets} from '../secrets.js';
import {factsOf} from '../storage/secret-facts.js';
import {isSame, withTokens} from '../storage/secret-parts.js';
import type {TokenPart} from '../storage/token-store.js';
import {grantLock} from './advisory-lock.js';
import {createExclusive} from './exclusive.js';
import type {Replica} from './replica.js';
import type {SecretRow} from './rows.js';
import {openRest, openTokens} from './sealed-secrets.js';
import {createSecretWrites} from './secret-writes.js';
import type {Session} from './session.js';
import {type Spool, type Spooled, tokensId} from './spool.js';
import {createWaitingTokens, isNewer} from './waiting-tokens.js';
import {writing} from './writing.js';

/** How long a token that is on this host's disk already waits for the store, before it is handed out. */
const spooledMs = 3000;
/** Messages wake who waits for a grant; this is for a holder that died. */
const lookMs = 150;

export type SharedSecretStore = SecretStore & {
	/** Brings what lies on this host's disk to the store. */
	readonly flush: () => Promise<void>;
	/** A server that was put in the place of another may have missed the last that was written: `before` is what was known. */
	readonly compare: (before: ReadonlyMap<string, SecretRow>) => void;
};

/** Secrets in PostgreSQL, which gets them encrypted; read from what is in memory of them. */
export function createSharedSecretStore(
	replica: Replica,
	{
		spool,
		now,
		grantWaitMs,
	}: {readonly spool: Spool; readonly now: () => number; readonly grantWaitMs: number},
): SharedSecretStore {
	const exclusively = createExclusive(replica, {
		lockOf: name => grantLock(replica.info().id, name),
		waitMs: grantWaitMs,
		lookMs,
		about: name => name,
		// What the holder before has done is to be seen.
		begin: (session, name) => replica.reread(session, [name]),
	});
	const waiting = createWaitingTokens(spool);
	const {put, putTokens, move} = createSecretWrites(replica);

	const rowOf = (name: string) => replica.secrets.get(name);

	function readTokens(name: string): TokenPart {
		const row = rowOf(name);
		return waiting.orNewer(name, row ? openTokens(row, replica.key(), name) : {});
	}

	function read(name: string): Secrets {
		const row = rowOf(name);
		return withTokens(row ? openRest(row, replica.key(), name) : {}, readTokens(name));
	}

	async function updateTokens(
		name: string,
		change: (kept: TokenPart) => TokenPart,
	): Promise<TokenPart> {
		let last: TokenPart | undefined;
		let mine: Spooled | undefined;
		/** Whether there is anything to write. */
		const attempt = (): boolean => {
			const before = readTokens(name);
			const part = change(before);
			last = part;
			const replaces = tokensId(before.tokens);
			// On the disk of this host before the store is asked, so that neither a kill nor a cut connection loses it.
			if (part.tokens && tokensId(part.tokens) !== replaces) {
				mine = {grant: name, replaces, part};
				waiting.keep(mine);
			}
			return waiting.has(name) || !isSame(part, before);
		};
		const write = (session: Session) =>
			attempt() ? putTokens(session, name, last ?? {}) : Promise.resolve({value: undefined});
		if (!attempt()) return last ?? {};
		try {
			await writing(replica, [name], write, {
				get waitMs() {
					return mine && spooledMs;
				},
			});
		} catch (error) {
			// What was got is served from here, and brought to the store when that is back.
			if (error instanceof UserError && mine) return structuredClone(mine.part);
			throw error;
		}
		waiting.forget(name);
		return last ?? readTokens(name);
	}

	async function flushOne(entry: Spooled) {
		const {grant: name, part} = entry;
		await writing(replica, [name], async session => {
			await replica.reread(session, [name]);
			const row = rowOf(name);
			// Without the grant they open nothing any more.
			if (!row && !replica.grants.has(name)) return {value: undefined};
			const kept = row ? openTokens(row, replica.key(), name) : {};
			return isNewer(entry, kept) ? putTokens(session, name, part) : {value: undefined};
		});
		waiting.forget(name);
	}

	return {
		read,
		readTokens,
		updateTokens,
		async update(name, change) {
			let value: Secrets = {};
			await writing(replica, [name], session => {
				const before = read(name);
				value = change(structuredClone(before));
				return isSame(value, before) && !waiting.has(name)
					? Promise.resolve({value: undefined})
					: put(session, name, value);
			});
			waiting.forget(name);
			return value;
		},
		exclusively,
		rename: async (from, to) => {
			if (from === to) return;
			// A refresh that is under way has to find its place again.
			await exclusively(from, () =>
				writing(replica, [from, to], async session => {
					const before = rowOf(from);
					// Also when a rename was cut off halfway: then the new name has them already.
					if (!before) return {value: undefined};
					const secrets = openRest(before, replica.key(), from);
					const moved = await move(session, from, to, withTokens(secrets, readTokens(from)));
					if (moved) waiting.forget(from);
					return moved;
				}),
			);
		},
		remove: async name => {
			waiting.forget(name);
			if (!rowOf(name)) return;
			await writing(replica, [name], async ({query}) => {
				await query('DELETE FROM mailgrant.secrets WHERE name = $1', [name]);
				replica.keepSecret(name, undefined);
				return {value: undefined};
			});
		},
		facts: name => factsOf(read(name), now()),
		async flush() {
			for (const entry of waiting.list()) await flushOne(entry);
		},
		compare(before) {
			const key = replica.key();
			for (const [name, known] of before) {
				const row = rowOf(name);
				// Revisions only grow: a smaller one is of a server that has missed the last.
				if (!row || row.revision >= known.revision) continue;
				const part = openTokens(known, key, name);
				const kept = openTokens(row, key, name);
				const obtainedAt = kept.tokens?.obtainedAt ?? 0;
				if (!part.tokens || part.tokens.obtainedAt <= obtainedAt) continue;
				waiting.keep({grant: name, replaces: tokensId(kept.tokens), part});
			}
		},
	};
}
