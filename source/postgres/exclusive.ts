import {UserError} from '../errors.js';
import type {SecretStore} from '../secret-store-port.js';
import {type AdvisoryLock, tryLock, unlock} from './advisory-lock.js';
import type {Replica} from './replica.js';
import type {Session} from './session.js';
import {isLost, troubleError, troubleOf} from './trouble.js';

/**
One process of all hosts at a time for what goes by one name. Whoever loses the connection while at work has lost the lock; what it writes then counts only if nobody else has written (see `writing`).
*/
export function createExclusive(
	replica: Replica,
	{
		lockOf,
		waitMs,
		lookMs,
		about,
		begin,
	}: {
		readonly lockOf: (name: string) => AdvisoryLock;
		readonly waitMs: number;
		/** How often who waits looks again: the end of a holder that died is told by nobody. */
		readonly lookMs: number;
		/** What the holder is at work on, in words. */
		readonly about: (name: string) => string;
		/** Done with the lock, before the work. */
		readonly begin?: (session: Session, name: string) => Promise<void>;
	},
): SecretStore['exclusively'] {
	/** A lock of a session keeps out other sessions only. */
	const held = new Set<string>();

	/** Undefined when somebody else has it. */
	async function take(name: string, signal?: AbortSignal): Promise<Session | undefined> {
		const session = await replica.ready({signal});
		try {
			if (!(await tryLock(session, lockOf(name)))) return undefined;
			await begin?.(session, name);
			return session;
		} catch (error) {
			if (!(error instanceof UserError) && isLost(error)) return undefined;
			await unlock(session, lockOf(name));
			if (error instanceof UserError) throw error;
			throw troubleError(troubleOf(error, replica.address, session.host));
		}
	}

	return async (name, work, {signal, instead} = {}) => {
		const until = performance.now() + waitMs;
		for (;;) {
			signal?.throwIfAborted();
			if (!held.has(name)) {
				held.add(name);
				try {
					const session = await take(name, signal);
					if (session) {
						try {
							return await work();
						} finally {
							await unlock(session, lockOf(name));
						}
					}
				} finally {
					held.delete(name);
				}
			}
			const found = instead?.();
			if (found !== undefined) return found;
			if (performance.now() > until) throw taken(about(name));
			await replica.changeOf(name, lookMs * (0.5 + Math.random()), signal);
		}
	};
}

/** Why something can't be done while others are at work. */
export function taken(about: string): UserError {
	return new UserError(
		`Another mailgrant, on this host or another one, is at work on ${about} and does not finish.`,
		[
			"See who: SELECT application_name, client_addr FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory' AND granted;",
			'Wait until it has finished, or end it; then do this again.',
		],
	);
}
