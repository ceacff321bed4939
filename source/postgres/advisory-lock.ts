import {createHash} from 'node:crypto';
import type {Session} from './session.js';

/** A lock of a session: it ends with the process that holds it, or with its connection. */
export type AdvisoryLock = {
	/** Takes it or not, as `is_mine`; never waits. */
	readonly take: string;
	readonly free: string;
	readonly values: readonly string[];
};

/** That of one grant's refresh, beside all other refreshes: whoever copies the store keeps them all out at once (see `refreshesKey`). */
export const grantLock = (store: string, grant: string): AdvisoryLock => ({
	// CASE keeps the order, which AND does not; whoever gets half lets go of it.
	take: `SELECT CASE WHEN pg_try_advisory_lock_shared($1)
		THEN CASE WHEN pg_try_advisory_lock($2) THEN true ELSE NOT pg_advisory_unlock_shared($1) END
		ELSE false END AS is_mine`,
	free: 'SELECT pg_advisory_unlock($2), pg_advisory_unlock_shared($1)',
	values: [refreshesKey(store), keyOf(`mailgrant ${store} ${grant}`)],
});

/** That of the mail to the admin. */
export const mailLock = (store: string): AdvisoryLock => ({
	take: 'SELECT pg_try_advisory_lock($1) AS is_mine',
	free: 'SELECT pg_advisory_unlock($1)',
	values: [keyOf(`mailgrant ${store}\nmail`)],
});

/** Shared by all refreshes that are under way. */
export const refreshesKey = (store: string): string => keyOf(`mailgrant ${store}\nrefreshes`);

export async function tryLock({query}: Session, {take, values}: AdvisoryLock): Promise<boolean> {
	const {rows} = await query(take, values);
	return rows[0]?.is_mine === true;
}

export async function unlock({query}: Session, {free, values}: AdvisoryLock): Promise<void> {
	// A session that has ended has let go of it.
	await query(free, values).catch(() => undefined);
}

/** Sixty-four bits of a hash, as PostgreSQL takes them. No name of a grant holds a line end. */
const keyOf = (text: string): string =>
	createHash('sha256').update(text).digest().readBigInt64BE().toString();
