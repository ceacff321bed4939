import {createDueHeap} from '../refresh/due-heap.js';
import type {WatchEvent} from '../refresh/watch-event.js';
import type {Watch} from '../watch-port.js';
import {createAttendance} from './attend-grant.js';
import type {TaskContext} from './context.js';
import {createWatchList} from './watch-list.js';

/** Grants that are renewed at the same time. */
const concurrency = 8;
/** However much is due at once, requests begin no closer together: forty a second. */
const paceMs = 25;
/** Nothing sleeps longer, so that a clock that was set is noticed. */
const longestSleepMs = 30_000;
/** A clock that is off by less is only being adjusted. */
const stepMs = 5000;
/** Grants that are looked at before anything else may run. */
const chunk = 50;

/** Keeps grants fresh, with their tokens in files, until the signal aborts; then it ends when nothing is left to write. One timer and one heap of names serve them all. */
export async function watchGrants(
	context: TaskContext,
	{
		names,
		watch,
		log,
	}: {
		/** All grants when empty. */
		readonly names: readonly string[];
		readonly watch: Watch;
		readonly log: (event: WatchEvent) => void;
	},
): Promise<void> {
	const {services, signal} = context;
	const heap = createDueHeap();
	const list = createWatchList(services, names);
	const attendance = createAttendance(context, {watch, log});
	const running = new Map<string, Promise<void>>();
	const ended = Promise.withResolvers<void>();
	let cancelTimer = () => {};
	let begunAt = Number.NEGATIVE_INFINITY;
	let clock = {now: services.now(), elapsed: watch.elapsed()};
	let settling: Promise<void> = Promise.resolve();

	function begin(name: string) {
		const grant = list.find(name);
		if (!grant) return;
		const work = attendance
			.attend(grant)
			.then(at => {
				if (at !== undefined && list.find(name) === grant) heap.set(name, at);
			})
			.finally(() => {
				running.delete(name);
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
		for (;;) {
			const first = heap.first();
			if (!first || running.size >= concurrency) return void sleep(longestSleepMs);
			const waitMs = Math.max(first.at - services.now(), begunAt + paceMs - watch.elapsed());
			if (waitMs > 0) return void sleep(waitMs);
			heap.take();
			// Still at work on an earlier state of it: afterwards again.
			if (running.has(first.name)) {
				running.get(first.name)?.then(() => heap.set(first.name, services.now()));
				continue;
			}
			begunAt = watch.elapsed();
			begin(first.name);
		}
	}

	function sleep(ms: number) {
		cancelTimer = watch.after(Math.min(Math.ceil(ms), longestSleepMs), pump);
	}

	function lookAtClock() {
		const next = {now: services.now(), elapsed: watch.elapsed()};
		const offMs = next.now - clock.now - (next.elapsed - clock.elapsed);
		clock = next;
		if (Math.abs(offMs) < stepMs) return;
		log({event: 'clock-set', seconds: Math.round(offMs / 1000)});
		inTurn(() => plan(list.names()));
	}

	/** Settings are read one time after the other, whatever happens meanwhile. */
	function inTurn(work: () => Promise<void> | void) {
		settling = settling.then(async () => {
			if (!signal.aborted) await work();
		});
		settling.catch(ended.reject);
	}

	/** What needs no request is done at once, the rest when it is due. */
	async function plan(planned: readonly string[]) {
		for (const [index, name] of planned.entries()) {
			if (index % chunk === chunk - 1) await new Promise(resolve => setImmediate(resolve));
			if (signal.aborted) return;
			const grant = list.find(name);
			if (!grant || running.has(name)) continue;
			if (attendance.wantsRequest(grant)) heap.set(name, services.now());
			else {
				const at = await attendance.attend(grant);
				if (at !== undefined && list.find(name) === grant) heap.set(name, at);
			}
		}
		pump();
	}

	async function reload() {
		watch.notify?.('reloading');
		const changes = readAgain();
		watch.notify?.('ready');
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
		}
		await plan([...added, ...changed, ...attendance.inTrouble()]);
		log({event: 'reloaded', grants: list.names().length});
	}

	/** A file that can't be read leaves the watcher with what it has. */
	function readAgain() {
		try {
			return list.read();
		} catch (error) {
			log({event: 'trouble', why: error instanceof Error ? error.message : String(error)});
			return undefined;
		}
	}

	const stop = () => {
		cancelTimer();
		watch.notify?.('stopping');
		void Promise.allSettled([settling, ...running.values()]).then(() => ended.resolve());
	};
	list.read();
	const leave = watch.changes({
		settings: () => inTurn(reload),
		connection: state =>
			log(state.is === 'lost' ? {event: 'store-lost', why: state.why} : {event: 'store-back'}),
		tokens(key) {
			const some = key === undefined ? attendance.inTrouble() : list.byKey(key, watch.keyOf);
			for (const name of some) {
				const grant = list.find(name);
				if (!grant || running.has(name) || attendance.isCurrent(grant)) continue;
				heap.set(name, services.now());
			}
			pump();
		},
	});
	try {
		log({event: 'started', grants: list.names().length, directory: watch.tokenFiles.directory});
		signal.addEventListener('abort', stop, {once: true});
		inTurn(async () => {
			await plan(list.names());
			watch.notify?.('ready');
		});
		if (signal.aborted) stop();
		await ended.promise;
		log({event: 'stopped'});
	} finally {
		leave();
		cancelTimer();
		attendance.end();
		signal.removeEventListener('abort', stop);
	}
}
