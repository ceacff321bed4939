import {createHash} from 'node:crypto';
import {UserError} from '../errors.js';
import type {SecretStore} from '../services.js';
import type {Replica} from './replica.js';
import type {Session} from './session.js';
import {isLost, troubleError, troubleOf} from './trouble.js';

/** Messages wake who waits; this is for a holder that died, whose end is told by nobody. */
const lookMs = 150;

/**
One process of all hosts at a time for one grant, by an advisory lock of the session: it ends with the process, or with its connection. Whoever loses the connection while at work has lost the lock; what it writes then counts only if nobody else has written (see `writing`).
*/
export function createExclusive(
	replica: Replica,
	{waitMs}: {readonly waitMs: number},
): SecretStore['exclusively'] {
	/** A lock of a session keeps out other sessions only. */
	const held = new Set<string>();

	/** Undefined when somebody else has it. */
	async function tryLock(name: string, signal?: AbortSignal): Promise<Session | undefined> {
		const session = await replica.ready({signal});
		try {
			const {rows} = await session.query('SELECT pg_try_advisory_lock($1) AS is_mine', [
				lockOf(replica.info().id, name),
			]);
			if (rows[0]?.is_mine !== true) return undefined;
			// What the holder before has done is to be seen.
			await replica.reread(session, [name]);
			return session;
		} catch (error) {
			if (!(error instanceof UserError) && isLost(error)) return undefined;
			await unlock(session, name);
			if (error instanceof UserError) throw error;
			throw troubleError(troubleOf(error, replica.address, session.host));
		}
	}

	async function unlock(session: Session, name: string) {
		await session
			.query('SELECT pg_advisory_unlock($1)', [lockOf(replica.info().id, name)])
			// Its locks have ended with it.
			.catch(() => undefined);
	}

	return async (name, work, {signal, instead} = {}) => {
		const until = performance.now() + waitMs;
		for (;;) {
			signal?.throwIfAborted();
			if (!held.has(name)) {
				held.add(name);
				try {
					const session = await tryLock(name, signal);
					if (session) {
						try {
							return await work();
						} finally {
							await unlock(session, name);
						}
					}
				} finally {
					held.delete(name);
				}
			}
			const found = instead?.();
			if (found !== undefined) return found;
			if (performance.now() > until) throw taken(name);
			await replica.changeOf(name, lookMs * (0.5 + Math.random()), signal);
		}
	};
}

/** Sixty-four bits of a hash, as PostgreSQL takes them. */
const lockOf = (store: string, name: string): string =>
	createHash('sha256').update(`mailgrant ${store} ${name}`).digest().readBigInt64BE().toString();

function taken(name: string): UserError {
	return new UserError(
		`Another mailgrant, on this host or another one, is at work on ${name} and does not finish.`,
		[
			"See who: SELECT application_name, client_addr FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory' AND granted;",
			'Wait until it has finished, or end it; then do this again.',
		],
	);
}
