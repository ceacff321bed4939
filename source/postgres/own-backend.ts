import pg from 'pg';

/** Whoever waits for longer waits for a pool that is full of sessions. */
const longestMs = 2000;
/** With other clients in between, one look may miss it. */
const looks = 2;

/** Which process of the server answers, now. */
export const backendQuery = 'SELECT pg_catalog.pg_backend_pid() AS pid';

/**
Whether a session behind a connection pooler has a process of the server to itself. A pooler by transactions gives it to whoever comes next: a second connection then gets it, or this one another. Where nothing can be seen it counts as its own, and what is asked later looks again.
*/
export async function hasOwnBackend(
	ask: () => Promise<unknown>,
	config: pg.ClientConfig,
): Promise<boolean> {
	const other = new pg.Client({
		...config,
		connectionTimeoutMillis: longestMs,
		query_timeout: longestMs,
	});
	// What ends it is no news of the session.
	other.on('error', () => undefined);
	try {
		await other.connect();
		const own = await ask();
		for (let left = looks; left > 0; left--) {
			// Twice in a row, for pools that go round.
			if ((await ask()) !== own || (await ask()) !== own) return false;
			const {rows} = await other.query(backendQuery);
			if (rows[0]?.pid === own) return false;
		}
		return true;
	} catch {
		return true;
	} finally {
		void other.end().catch(() => undefined);
	}
}
