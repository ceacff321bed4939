import {grantLock, usualGrantWaitMs} from './grant-lock.js';
import {withLock} from './with-lock.js';

/** Work with the locks of all grants, and of those that come while they are taken. Always in one order, so that two who do so don't wait for each other. Throws UserError naming the holder of one that is not let go of in time. */
export async function withGrantsHeld<Value>(
	directory: string,
	options: {readonly names: () => readonly string[]; readonly waitMs?: number},
	work: () => Promise<Value>,
	held: ReadonlySet<string> = new Set(),
): Promise<Value> {
	const more = options.names().filter(name => !held.has(name));
	if (more.length === 0) return work();
	const locks = more.map(name => grantLock(directory, name)).sort();
	const next = () => withGrantsHeld(directory, options, work, new Set([...held, ...more]));
	return withLocks(locks, options.waitMs ?? usualGrantWaitMs, next);
}

async function withLocks<Value>(
	[first, ...others]: readonly string[],
	waitMs: number,
	work: () => Promise<Value>,
): Promise<Value> {
	if (first === undefined) return work();
	return withLock(first, {waitMs}, async () => {
		// There may be thousands, each of them within the one before.
		await undefined;
		return withLocks(others, waitMs, work);
	});
}
