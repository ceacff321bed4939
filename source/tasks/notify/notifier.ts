import {lookMs} from '../../notify/look-ms.js';
import type {WatchEvent} from '../../refresh/watch-event.js';
import type {WatchContext} from '../watch-context.js';

/** After the first sign of trouble: what happens until then goes into the same mail. */
const gatherMs = 30_000;
/** To see that somebody is to be told now costs next to nothing. */
const offMs = 60_000;

/** Tells the admin beside the watcher, which never waits for it and is never ended by it. */
export type Notifier = {
	/** The grants have been looked at once. */
	readonly begin: () => void;
	/** What happens in the watcher. */
	readonly hear: (event: WatchEvent) => void;
	/** Resolves when nothing is left to write. */
	readonly end: () => Promise<void>;
};

export function createNotifier({watch, lookout, signal, log}: WatchContext): Notifier {
	let cancel = () => {};
	/** Of the clock that nobody sets. */
	let dueAt = Number.POSITIVE_INFINITY;
	let running: Promise<void> | undefined;
	let isFailing = false;
	let hasBegun = false;
	let toldAt = Number.NEGATIVE_INFINITY;
	let isWanted = false;

	function plan(ms: number) {
		if (signal.aborted) return;
		cancel();
		dueAt = watch.elapsed() + ms;
		cancel = watch.after(ms, () => {
			dueAt = Number.POSITIVE_INFINITY;
			running = look().finally(() => {
				running = undefined;
			});
		});
	}

	function soon() {
		if (running) isWanted = true;
		else if (hasBegun && dueAt > watch.elapsed() + soonMs()) plan(soonMs());
	}

	const soonMs = () => Math.max(gatherMs, toldAt + lookMs - watch.elapsed());

	async function look() {
		isWanted = false;
		const nextMs = await pass().catch((error: unknown) => {
			if (signal.aborted) return lookMs;
			const why = error instanceof Error ? error.message : String(error);
			log({event: 'trouble', why: `the admin was not told: ${why}`});
			return lookMs;
		});
		plan(isWanted ? Math.min(nextMs, soonMs()) : nextMs);
	}

	async function pass(): Promise<number> {
		const done = await lookout.tellAdmin();
		switch (done.is) {
			case 'off':
				return offMs;
			case 'quiet':
				({isFailing} = done);
				return lookMs;
			case 'waiting':
				return Math.max(1000, done.retryAt - watch.now());
			case 'told': {
				({isFailing} = done);
				toldAt = watch.elapsed();
				const {reached, missed, through, tried} = done.sent;
				log({event: 'told', to: reached, through: through.join(', '), subject: done.subject});
				if (missed.length > 0) log({event: 'not-told', to: missed, tried});
				return lookMs;
			}
			case 'failed': {
				const {tried, retryAt} = done.failure;
				log({event: 'not-told', tried, retryAt});
				return Math.max(1000, retryAt - watch.now());
			}
		}
	}

	return {
		begin() {
			if (hasBegun) return;
			hasBegun = true;
			plan(gatherMs);
		},
		hear({event}) {
			const isGood = event === 'renewed' || event === 'taken-over';
			if (event === 'needs-person' || event === 'ended' || (isGood && isFailing)) soon();
		},
		async end() {
			cancel();
			await running;
			cancel();
		},
	};
}
