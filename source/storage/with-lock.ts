import {setTimeout as delay} from 'node:timers/promises';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {type Lock, tryLock} from './lock.js';
import {describeHolder, readHolder} from './lock-holder.js';

const pauseMs = 20;

/** Waits for `FILE.lock` without giving way to anything else, so keep the work short. Throws UserError naming the holder after `waitMs`. */
export function withLockSync<Value>(
	file: string,
	waitMs: number,
	work: (lock: Lock) => Value,
): Value {
	const until = performance.now() + waitMs;
	for (;;) {
		const lock = tryLock(file);
		if (lock) {
			try {
				return work(lock);
			} finally {
				lock.release();
			}
		}
		if (performance.now() > until) throw held(file);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
	}
}

/** As withLockSync, but others run meanwhile; an abort rejects with its reason. Whoever has to wait takes what `instead` gives, once it gives anything. */
export async function withLock<Value>(
	file: string,
	{
		waitMs,
		signal,
		instead,
	}: {
		readonly waitMs: number;
		readonly signal?: AbortSignal;
		readonly instead?: () => Value | undefined;
	},
	work: (lock: Lock) => Value | Promise<Value>,
): Promise<Value> {
	const until = performance.now() + waitMs;
	for (;;) {
		signal?.throwIfAborted();
		const lock = tryLock(file);
		if (lock) {
			try {
				return await work(lock);
			} finally {
				lock.release();
			}
		}
		const found = instead?.();
		if (found !== undefined) return found;
		if (performance.now() > until) throw held(file);
		// Uneven, so that many who wait don't come back at the same moment.
		await pause(pauseMs * (0.5 + Math.random()), signal);
	}
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	try {
		await delay(ms, undefined, {signal});
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	}
}

function held(file: string): UserError {
	const holder = readHolder(`${file}.lock`);
	return new UserError(
		`Another mailgrant holds ${file}.lock (${describeHolder(holder)}) and does not let go.`,
		[
			holder ? `See what it does: ps -fp ${holder.pid}` : 'See what runs: pgrep -af mailgrant',
			'Wait until it has finished, or end it; then do this again.',
			`If no mailgrant runs, remove the lock: rm -r ${shellQuote(`${file}.lock`)}`,
		],
	);
}
