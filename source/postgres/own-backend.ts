import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import pg from 'pg';

/** Whoever waits for longer waits for a pool that is full of sessions. */
const longestMs = 2000;
/** A message takes some milliseconds. */
const quietMs = 1000;
/** Apart from what hosts tell one another. */
const channel = 'mailgrant_probe';

/**
Whether a session behind a connection pooler has a process of the server to itself: whether a message that a second connection sends comes through while nothing is asked. A pooler by transactions has taken the process away by then, and drops it. Which process of the server, or of several poolers on one port, the second connection gets does not matter. Where nothing can be seen it counts as its own, and what is asked later looks again.
*/
export async function hasOwnBackend(
	client: pg.Client,
	ask: (text: string) => Promise<unknown>,
	config: pg.ClientConfig,
): Promise<boolean> {
	const word = randomUUID();
	const heard = Promise.withResolvers<void>();
	let isHeard = false;
	const hear = (message: pg.Notification) => {
		if (message.channel !== channel || message.payload !== word) return;
		isHeard = true;
		heard.resolve();
	};
	const other = new pg.Client({
		...config,
		connectionTimeoutMillis: longestMs,
		query_timeout: longestMs,
	});
	// What ends it is no news of the session.
	other.on('error', () => undefined);
	client.on('notification', hear);
	try {
		await other.connect();
		await ask(`LISTEN ${channel}`);
		await other.query(`NOTIFY ${channel}, '${word}'`);
		// The end of the program is not to wait for it.
		await Promise.race([heard.promise, delay(quietMs, undefined, {ref: false})]);
		// A server that is slow gives it before the next answer at the latest.
		await ask(`UNLISTEN ${channel}`);
		return isHeard;
	} catch {
		return true;
	} finally {
		client.off('notification', hear);
		void other.end().catch(() => undefined);
	}
}
