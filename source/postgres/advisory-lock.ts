import {createHash} from 'node:crypto';
import type {Session} from './session.js';
import {notOwn} from './trouble.js';

/** A lock of a session: it ends with the process that holds it, or with its connection. */
export type AdvisoryLock = {
	/** Takes it or not, and never waits: an expression over the keys, from $1 on. */
	readonly take: string;
	readonly free: string;
	readonly keys: readonly string[];
};

/** That of one grant's refresh, beside all other refreshes: whoever copies the store keeps them all out at once (see `refreshesKey`). */
export const grantLock = (store: string, grant: string): AdvisoryLock => ({
	// CASE keeps the order, which AND does not; whoever gets half lets go of it.
	take: `CASE WHEN pg_try_advisory_lock_shared($1)
		THEN CASE WHEN pg_try_advisory_lock($2) THEN true ELSE NOT pg_advisory_unlock_shared($1) END
		ELSE false END`,
	free: 'pg_advisory_unlock($2), pg_advisory_unlock_shared($1)',
	keys: [refreshesKey(store), keyOf(`mailgrant ${store} ${grant}`)],
});

/** That of the mail to the admin. */
export const mailLock = (store: string): AdvisoryLock => ({
	take: 'pg_try_advisory_lock($1)',
	free: 'pg_advisory_unlock($1)',
	keys: [keyOf(`mailgrant ${store}\nmail`)],
});

/** Shared by all refreshes that are under way. */
export const refreshesKey = (store: string): string => keyOf(`mailgrant ${store}\nrefreshes`);

/** Gives up a session that turns out to have no process of the server to itself. */
export async function tryLock(
	{query, backend, abandon}: Session,
	{take, keys}: AdvisoryLock,
): Promise<boolean> {
	const {rows} = await query(
		`SELECT CASE WHEN pg_backend_pid() = $${keys.length + 1} THEN ${take} END AS is_mine`,
		[...keys, backend],
	);
	const isMine = rows[0]?.is_mine;
	if (isMine === null) {
		abandon(notOwn());
		throw notOwn();
	}
	return isMine === true;
}

export async function unlock({query}: Session, {free, keys}: AdvisoryLock): Promise<void> {
	// A session that has ended has let go of it.
	await query(`SELECT ${free}`, keys).catch(() => undefined);
}

/** Sixty-four bits of a hash, as PostgreSQL takes them. No name of a grant holds a line end. */
const keyOf = (text: string): string =>
	createHash('sha256').update(text).digest().readBigInt64BE().toString();
