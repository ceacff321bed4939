import type {Address} from './address.js';
import {refreshesKey} from './advisory-lock.js';
import {taken} from './exclusive.js';
import type {Session} from './session.js';
import {sqlState, troubleError, troubleOf} from './trouble.js';

const usualWaitMs = 60_000;
/** Of one question, which has to be answered before the session counts as hanging. */
const longestMs = 10_000;
const lockNotAvailable = '55P03';

/** Work while no process of any host refreshes a grant of the store; who wants to begin one waits. Throws UserError when one that is under way does not end. */
export async function withoutRefreshes<Value>(
	{query, host}: Session,
	{
		address,
		store,
		waitMs = usualWaitMs,
	}: {
		readonly address: Address;
		/** Its id. */
		readonly store: string;
		readonly waitMs?: number;
	},
	work: () => Promise<Value>,
): Promise<Value> {
	const key = refreshesKey(store);
	const until = performance.now() + waitMs;

	/** In line, so that nobody who comes later is before it. */
	async function isTaken(): Promise<boolean> {
		const ms = Math.min(longestMs, Math.max(1, Math.round(until - performance.now())));
		try {
			await query(`SELECT pg_catalog.set_config('lock_timeout', $1, false)`, [`${ms}ms`]);
			await query('SELECT pg_advisory_lock($1)', [key]);
			return true;
		} catch (error) {
			if (sqlState(error) === lockNotAvailable) return false;
			throw troubleError(troubleOf(error, address, host));
		}
	}

	while (!(await isTaken())) if (performance.now() > until) throw taken('a refresh');
	try {
		return await work();
	} finally {
		// A session that has ended has let go of it.
		await query('SELECT pg_advisory_unlock($1)', [key]).catch(() => undefined);
	}
}
