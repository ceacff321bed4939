import {createDueHeap} from '../refresh/due-heap.js';
import {LookoutLost} from '../refresh/lookout-lost.js';
import type {WatchEvent} from '../refresh/watch-event.js';
import {createAttendance} from './attend-grant.js';
import {createNotifier} from './notify/notifier.js';
import {createVitality} from './vitality.js';
import type {WatchContext} from './watch-context.js';
import {createWatchList} from './watch-list.js';

/** Grants that are renewed at the same time. */
const concurrency = 8;
/** However much is due at once, no more begin: forty a second. Those of one turn begin together, since a processor that goes to rest in between takes longer for each. */
const turnMs = concurrency * 25;
/** Nothing sleeps longer, so that a clock that was set is noticed. */
const longestSleepMs = 30_000;
/** A clock that is off by less is only being adjusted. */
const stepMs = 5000;
/** Grants that are looked at before anything else may run. */
const chunk = 50;

/** Keeps grants fresh, with their tokens in files, until the signal aborts; then it ends when nothing is left to write. One timer and one heap of names serve them all. */
export async function watchGrants({
	names,
	timeoutMs,
	...given
}: WatchContext & {
	/** All grants when empty. */
	readonly names: readonly string[];
	/** Of one wait for another host. */
	readonly timeoutMs: number;
}): Promise<void> {
	const {watch, lookout, signal} = given;
	const {now} = watch;
	const heap = createDueHeap();
	const list = createWatchList(lookout, names);
	const notifier = createNotifier(given);
	const log = (event: WatchEvent) => {
		given.log(event);
		notifier.hear(event);
	};
	const attendance = createAttendance({...given, log});
	const vitality = createVitality({watch, log, timeoutMs, counts: attendance.counts});
	const running = new Map<string, Promise<void>>();
	const ended = Promise.withResolvers<void>();
	let cancelTimer = () => {};
	let cancelReload = () => {};
	let turn = {at: Number.NEGATIVE_INFINITY, left: 0};
	let clock = {now: now(), elapsed: watch.elapsed()};
	let settling: Promise<void> = Promise.resolve();
	/** Settings that are still to be read. */
	let reloads = 0;

	function begin(name: string) {
		const grant = list.find(name);
		if (!grant) return;
		const end = vitality.begin(name);
		const work = attendance
			.attend(name, grant.settings)
			.then(at => {
				if (at !== undefined && list.find(name) === grant) heap.set(name, at);
			})
			.finally(() => {
				running.delete(name);
				end();
				pump();
			});
		running.set(name, work);
		// Whatever is wrong with the watcher itself ends it.
		work.catch(ended.reject);
	}

	/** Begins what is due, as far as it may, and sets the timer for the rest. */
	function pump() {
		cancelTimer();
		if (signal.aborted) return;
		lookAtClock();
		vitality.turn();
		for (;;) {
			const first = heap.first();
			if (!first || running.size >= concurrency) return void sleep(longestSleepMs);
			const elapsed = watch.elapsed();
			if (elapsed >= turn.at + turnMs) turn = {at: elapsed, left: concurrency};
			const waitMs = Math.max(
				first.at - attendance.aheadOf(first.name) - now(),
				turn.left > 0 ? 0 : turn.at + turnMs - elapsed,
			);
			if (waitMs > 0) return void sleep(waitMs);
			heap.take();
			// Still at work on an earlier state of it: afterwards again.
			if (running.has(first.name)) {
				running.get(first.name)?.then(() => heap.set(first.name, now()));
				continue;
			}
			turn.left--;
			begin(first.name);
		}
	}

	function sleep(ms: number) {
		cancelTimer = watch.after(
			Math.min(Math.ceil(ms), longestSleepMs, vitality.longestSleepMs),
			pump,
		);
	}

	function lookAtClock() {
		const next = {now: now(), elapsed: watch.elapsed()};
		const offMs = next.now - clock.now - (next.elapsed - clock.elapsed);
		clock = next;
		if (Math.abs(offMs) < stepMs) return;
		log({event: 'clock-set', seconds: Math.round(offMs / 1000)});
		inTurn(() => plan(list.names()));
	}

	/** Settings are read one time after the other, whatever happens meanwhile. */
	function inTurn(work: () => Promise<void> | void) {
		settling = settling.then(async () => {
			const end = vitality.begin();
			if (!signal.aborted) await work();
			end();
		});
		settling.catch(ended.reject);
	}

	/** What needs no request is done at once, the rest when it is due. */
	async function plan(planned: readonly string[]) {
		for (let start = 0; start < planned.length; start += chunk) {
			if (signal.aborted) return;
			await Promise.all(planned.slice(start, start + chunk).map(planOne));
			await new Promise(resolve => setImmediate(resolve));
		}
		pump();
	}

	async function planOne(name: string) {
		const grant = list.find(name);
		if (!grant || running.has(name)) return;
		const at = await attendance.attendQuickly(name, grant.settings);
		if (at !== undefined && list.find(name) === grant) heap.set(name, at === 'due' ? now() : at);
		if (at !== 'due') vitality.seen(name);
	}

	function reloadInTurn() {
		reloads++;
		inTurn(async () => {
			await reload();
			reloads--;
		});
	}

	async function reload() {
		vitality.reloading();
		const changes = await readAgain();
		vitality.reloaded();
		if (!changes) return;
		const {added, changed, removed} = changes;
		for (const [event, some] of [
			['added', added],
			['changed', changed],
			['removed', removed],
		] as const) {
			for (const grant of some) log({event, grant});
		}
		for (const name of removed) {
			heap.remove(name);
			attendance.forget(name);
			vitality.seen(name);
		}
		await plan([...added, ...changed, ...attendance.inTrouble()]);
		log({event: 'reloaded', grants: list.names().length});
	}

	function heed(key: string | undefined) {
		const some = key === undefined ? attendance.inTrouble() : list.byKey(key, watch.keyOf);
		for (const name of some) {
			const grant = list.find(name);
			if (!grant || running.has(name) || attendance.isCurrent(name)) continue;
			heap.set(name, now());
		}
		pump();
	}

	/** A file that can't be read leaves the watcher with what it has. */
	async function readAgain() {
		try {
			return await list.read();
		} catch (error) {
			if (signal.aborted) return undefined;
			log({event: 'trouble', why: error instanceof Error ? error.message : String(error)});
			if (error instanceof LookoutLost) {
				cancelReload();
				cancelReload = watch.after(error.retryMs, reloadInTurn);
			}
			return undefined;
		}
	}

	/** Of all grants of the store: another watcher may keep those that this one was not asked for. */
	async function sweep() {
		try {
			const files = await lookout.sweep();
			if (files > 0) log({event: 'swept', files});
		} catch (error) {
			if (signal.aborted) return;
			// What can't be removed is no reason not to keep the others fresh.
			log({event: 'trouble', why: error instanceof Error ? error.message : String(error)});
		}
	}

	const stop = () => {
		cancelTimer();
		cancelReload();
		vitality.stopping();
		void Promise.allSettled([settling, ...running.values()]).then(() => ended.resolve());
	};
	// Changes are heard from before the first look, and heeded after it.
	const begun = Promise.withResolvers<void>();
	settling = begun.promise;
	const leave = watch.changes({
		settings: reloadInTurn,
		connection: state =>
			log(state.is === 'lost' ? {event: 'store-lost', why: state.why} : {event: 'store-back'}),
		tokens(key) {
			// Of a grant that is removed the tokens go too, and nobody is missed for them.
			if (reloads > 0) inTurn(() => heed(key));
			else heed(key);
		},
	});
	try {
		await list.read().catch((error: unknown) => {
			if (!signal.aborted || !(error instanceof LookoutLost)) throw error;
		});
		log({event: 'started', grants: list.names().length, directory: watch.tokenFiles.directory});
		begun.resolve();
		signal.addEventListener('abort', stop, {once: true});
		inTurn(async () => {
			vitality.expect(list.names());
			await sweep();
			await plan(list.names());
			notifier.begin();
		});
		if (signal.aborted) stop();
		await ended.promise;
		log({event: 'stopped'});
		await watch.supervisor?.told();
	} finally {
		await notifier.end();
		leave();
		cancelTimer();
		cancelReload();
		attendance.end();
		signal.removeEventListener('abort', stop);
	}
}
