import {UserError} from '../errors.js';
import type {Replica} from './replica.js';
import type {Session} from './session.js';
import {isLost, sqlState, troubleError, troubleOf} from './trouble.js';

const tries = 30;
/** However often it is tried. */
const longestMs = 60_000;
/** What the schema raises against a former key. */
const otherKey = 'MG001';
/** Serialization failure and deadlock: PostgreSQL asks for another try. */
const again = new Set(['40001', '40P01', otherKey]);

/**
Writes what was read, if nobody was faster: `work` gives undefined then, and is run again with what the server has now. So it is after a connection that was lost, when nobody knows whether the server has written: what the rows say decides. Throws UserError when the server can't be reached in time.
*/
export async function writing<Value>(
	replica: Replica,
	names: readonly string[],
	work: (session: Session) => Promise<{readonly value: Value} | undefined>,
	options: Parameters<Replica['ready']>[0] = {},
): Promise<Value> {
	const until = performance.now() + longestMs;
	for (let left = tries; left > 0 && performance.now() < until; left--) {
		const session = await replica.ready(options);
		try {
			if (left < tries) await replica.reread(session, names);
			const done = await work(session);
			if (done) return done.value;
		} catch (error) {
			if (error instanceof UserError) throw error;
			const isAgain = again.has(sqlState(error) ?? '');
			if (!isAgain && !isLost(error))
				throw troubleError(troubleOf(error, replica.address, session.host));
		}
	}
	throw new UserError(
		'The shared store could not be written to: it changes or hangs all the time.',
		['See which hosts use it: mailgrant store status', 'Then do it again.'],
	);
}
