import {mkdirSync, rmdirSync, statSync} from 'node:fs';
import lockfile from 'proper-lockfile';
import {errorCode, explained} from './file-errors.js';
import {isAlive, readHolder, removeHolder, writeHolder} from './lock-holder.js';

/** A lock that this process holds. */
export type Lock = {
	readonly release: () => void;
	/** Whether somebody else has taken it away meanwhile. */
	readonly isLost: () => boolean;
};

/** A held lock is touched this often; it is old when that was missed five times. */
const touchMs = 2000;
const oldMs = 10_000;
/** How long a write waits for others: beyond the age at which a lock that names no holder is taken over. */
export const usualWaitMs = oldMs * 1.5;
const never = Number.POSITIVE_INFINITY;

/** The lock `FILE.lock`, or undefined when another process (or another call in this one) holds it. One left by a killed process is taken over. */
export function tryLock(file: string): Lock | undefined {
	const lock = `${file}.lock`;
	return explained('write', lock, () => {
		if (isAbandoned(lock)) takeAway(lock);
		let isLost = false;
		let unlock: () => void;
		try {
			unlock = lockfile.lockSync(file, {
				realpath: false,
				lockfilePath: lock,
				update: touchMs,
				// The package would look at the age and then remove, and two that do so at the same time
				// would both hold it; takeAway does it one at a time.
				stale: never,
				onCompromised: () => {
					isLost = true;
				},
			});
		} catch (error) {
			if (errorCode(error) === 'ELOCKED') return undefined;
			throw error;
		}
		const release = () => {
			// Whoever took it has written the holder's name since.
			if (isLost) return;
			removeHolder(lock);
			unlock();
		};
		try {
			writeHolder(lock);
		} catch (error) {
			release();
			throw error;
		}
		return {release, isLost: () => isLost};
	});
}

function isAbandoned(lock: string): boolean {
	const ageMs = ageOf(lock);
	if (ageMs === undefined) return false;
	const holder = readHolder(lock);
	const alive = holder && isAlive(holder);
	// A stopped process (Ctrl-Z) is alive and must not find its lock taken when it goes on.
	return alive === undefined ? ageMs > oldMs : !alive;
}

// Only one process at a time may remove a lock that it doesn't hold, and looks again before it does.
function takeAway(lock: string): void {
	const guard = `${lock}.takeover`;
	try {
		mkdirSync(guard, 0o700);
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') throw error;
		if ((ageOf(guard) ?? 0) > oldMs * 6) removeEmpty(guard);
		return;
	}
	try {
		if (!isAbandoned(lock)) return;
		removeHolder(lock);
		removeEmpty(lock);
	} finally {
		removeEmpty(guard);
	}
}

function ageOf(directory: string): number | undefined {
	const stats = statSync(directory, {throwIfNoEntry: false});
	return stats && Date.now() - stats.mtimeMs;
}

function removeEmpty(directory: string): void {
	try {
		rmdirSync(directory);
	} catch (error) {
		if (errorCode(error) !== 'ENOENT') throw error;
	}
}
