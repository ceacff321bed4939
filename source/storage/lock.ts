import {lstatSync, lutimesSync, mkdirSync, rmdirSync, symlinkSync, unlinkSync} from 'node:fs';
import lockfile from 'proper-lockfile';
import {errorCode, explained} from './file-errors.js';
import {isAlive, readHolder, thisHolder} from './lock-holder.js';

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

/** What the package makes of a lock: in place of an empty directory a link that leads nowhere and names its holder. It is there with the name or not at all, and one entry where a directory and a file for the name were two. */
const links = {
	mkdirSync: (lock: string) => symlinkSync(thisHolder(), lock),
	statSync: lstatSync,
	utimesSync: lutimesSync,
	rmdirSync: unlinkSync,
};

/** The lock `FILE.lock`, or undefined when another process (or another call in this one) holds it. One left by a killed process is taken over. */
export function tryLock(file: string): Lock | undefined {
	const lock = `${file}.lock`;
	return explained('write', lock, () => {
		if (isAbandoned(lock)) takeAway(lock);
		let isLost = false;
		try {
			const unlock = lockfile.lockSync(file, {
				realpath: false,
				lockfilePath: lock,
				fs: links,
				update: touchMs,
				// The package would look at the age and then remove, and two that do so at the same time
				// would both hold it; takeAway does it one at a time.
				stale: never,
				onCompromised: () => {
					isLost = true;
				},
			});
			// Whoever took it away may hold it.
			return {release: () => isLost || unlock(), isLost: () => isLost};
		} catch (error) {
			if (errorCode(error) === 'ELOCKED') return undefined;
			throw error;
		}
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
		if ((ageOf(guard) ?? 0) > oldMs * 6) remove(guard);
		return;
	}
	try {
		if (isAbandoned(lock)) remove(lock);
	} finally {
		remove(guard);
	}
}

function ageOf(lock: string): number | undefined {
	const stats = lstatSync(lock, {throwIfNoEntry: false});
	return stats && Date.now() - stats.mtimeMs;
}

/** A link, or an empty directory, as locks of earlier versions are. */
function remove(lock: string): void {
	const stats = lstatSync(lock, {throwIfNoEntry: false});
	try {
		if (stats?.isDirectory()) rmdirSync(lock);
		else if (stats) unlinkSync(lock);
	} catch (error) {
		if (errorCode(error) !== 'ENOENT') throw error;
	}
}
