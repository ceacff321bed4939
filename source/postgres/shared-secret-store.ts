import {UserError} from '../errors.js';
import type {SecretStore, Secrets} from '../services.js';
import {factsOf} from '../storage/secret-facts.js';
import {isEmpty, isSame, withTokens} from '../storage/secret-parts.js';
import type {TokenPart} from '../storage/token-store.js';
import {grantLock} from './advisory-lock.js';
import {createExclusive} from './exclusive.js';
import type {Replica} from './replica.js';
import {type SecretRow, secretColumns, secretRow} from './rows.js';
import {openRest, openSecrets, openTokens, sealSecrets, sealTokens} from './sealed-secrets.js';
import type {Session} from './session.js';
import {type Spool, type Spooled, tokensId} from './spool.js';
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
	/** On this host's disk, and newer than what the server has. */
	const spooled = new Map<string, Spooled>();

	const rowOf = (name: string) => replica.secrets.get(name);

	function readTokens(name: string): TokenPart {
		const row = rowOf(name);
		const kept = row ? openTokens(row, replica.key(), name) : {};
		const waiting = spooled.get(name);
		return waiting && isNewer(waiting, kept) ? structuredClone(waiting.part) : kept;
	}

	function read(name: string): Secrets {
		const row = rowOf(name);
		return withTokens(row ? openRest(row, replica.key(), name) : {}, readTokens(name));
	}

	/** Undefined when somebody was faster. */
	async function put({query}: Session, name: string, secrets: Secrets) {
		const before = rowOf(name);
		const {keyCheck} = replica.info();
		if (isEmpty(secrets)) {
			if (before) {
				const {count} = await query(
					'DELETE FROM mailgrant.secrets WHERE name = $1 AND revision = $2',
					[name, before.revision],
				);
				if (count === 0) return undefined;
			}
			replica.keepSecret(name, undefined);
			return {value: undefined};
		}
		const {rest, tokens} = sealSecrets(secrets, replica.key(), name);
		return taken(
			before
				? await query(
						`UPDATE mailgrant.secrets SET rest = $2, tokens = $3, key_check = $4 WHERE name = $1 AND revision = $5 RETURNING ${secretColumns}`,
						[name, rest, tokens, keyCheck, before.revision],
					)
				: await query(
						`INSERT INTO mailgrant.secrets (name, rest, tokens, key_check) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING ${secretColumns}`,
						[name, rest, tokens, keyCheck],
					),
			name,
		);
	}

	/** The tokens alone: what does not change with them is not even sent. */
	async function putTokens(session: Session, name: string, part: TokenPart) {
		const before = rowOf(name);
		const tokens = sealTokens(part, replica.key(), name);
		if (!before || (tokens === undefined && before.rest === undefined)) {
			return put(session, name, part);
		}
		return taken(
			await session.query(
				`UPDATE mailgrant.secrets SET tokens = $2, key_check = $3 WHERE name = $1 AND revision = $4 RETURNING ${secretColumns}`,
				[name, tokens, replica.info().keyCheck, before.revision],
			),
			name,
		);
	}

	function taken({rows}: Awaited<ReturnType<Session['query']>>, name: string) {
		const [row] = rows.map(secretRow);
		if (!row) return undefined;
		replica.keepSecret(name, row);
		return {value: undefined};
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
				keep(mine);
			}
			return spooled.has(name) || !isSame(part, before);
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
		forget(name);
		return last ?? readTokens(name);
	}

	function keep(entry: Spooled) {
		spool.write(entry);
		spooled.set(entry.grant, entry);
	}

	function forget(name: string) {
		if (!spooled.has(name)) return;
		spooled.delete(name);
		spool.remove(name);
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
		spooled.delete(name);
		spool.remove(name);
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
				return isSame(value, before) && !spooled.has(name)
					? Promise.resolve({value: undefined})
					: put(session, name, value);
			});
			forget(name);
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
					const key = replica.key();
					const {rest, tokens} = sealSecrets(
						withTokens(openSecrets(before, key, from), readTokens(from)),
						key,
						to,
					);
					const {rows} = await session.query(
						`WITH gone AS (DELETE FROM mailgrant.secrets WHERE name = $1 AND revision = $6 RETURNING 1)
						INSERT INTO mailgrant.secrets (name, rest, tokens, key_check) SELECT $2, $3, $4, $5 FROM gone
						ON CONFLICT (name) DO UPDATE SET rest = excluded.rest, tokens = excluded.tokens, key_check = excluded.key_check
						RETURNING ${secretColumns}`,
						[from, to, rest, tokens, replica.info().keyCheck, before.revision],
					);
					const [row] = rows.map(secretRow);
					if (!row) return undefined;
					replica.keepSecret(from, undefined);
					replica.keepSecret(to, row);
					forget(from);
					return {value: undefined};
				}),
			);
		},
		remove: async name => {
			forget(name);
			if (!rowOf(name)) return;
			await writing(replica, [name], async ({query}) => {
				await query('DELETE FROM mailgrant.secrets WHERE name = $1', [name]);
				replica.keepSecret(name, undefined);
				return {value: undefined};
			});
		},
		facts: name => factsOf(read(name), now()),
		async flush() {
			for (const entry of spool.list()) {
				if (!spooled.has(entry.grant)) spooled.set(entry.grant, entry);
				await flushOne(entry);
			}
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
				keep({grant: name, replaces: tokensId(kept.tokens), part});
			}
		},
	};
}

/** Whether the store still has what these tokens took the place of. A sign-in that came meanwhile is newer. */
const isNewer = ({replaces, part}: Spooled, kept: TokenPart): boolean =>
	tokensId(kept.tokens) === replaces && tokensId(part.tokens) !== replaces;
