import {counted} from '../counted.js';
import type {WatchEvent} from '../refresh/watch-event.js';
import type {Watch} from '../watch-port.js';
import type {GrantCounts} from './seen-grants.js';

/** After the start nobody waits longer for grants whose servers do not answer. */
const firstPassMs = 60_000;
/** No look at a grant lasts longer, beside the waits that the admin allows. */
const longestWorkMs = 600_000;

/** Tells the supervisor how the watcher is: ready after a first look at each grant, alive as long as its loop turns and all that it began ends. */
export type Vitality = {
	/** The loop turns at least so often. */
	readonly longestSleepMs: number;
	/** Work begins, of a grant or on the settings; the function that it gives is called at its end. */
	readonly begin: (grant?: string) => () => void;
	/** What the first pass is over. */
	readonly expect: (names: readonly string[]) => void;
	/** A grant was looked at, or is gone. */
	readonly seen: (name: string) => void;
	/** The loop turns. */
	readonly turn: () => void;
	readonly reloading: () => void;
	readonly reloaded: () => void;
	readonly stopping: () => void;
};

export function createVitality({
	watch,
	log,
	timeoutMs,
	counts,
}: {
	readonly watch: Pick<Watch, 'elapsed' | 'supervisor'>;
	readonly log: (event: WatchEvent) => void;
	/** Of one wait for another host. */
	readonly timeoutMs: number;
	readonly counts: () => GrantCounts;
}): Vitality {
	const {supervisor, elapsed} = watch;
	const {everyMs} = supervisor ?? {};
	const mostMs = longestWorkMs + 5 * timeoutMs;
	const works = new Set<{readonly grant?: string; readonly since: number}>();
	const begunAt = elapsed();
	let expected: Set<string> | undefined;
	let isReady = false;
	let isStopping = false;
	let toldAliveAt = Number.NEGATIVE_INFINITY;
	let told = '';
	let isStuck = false;

	function lookWhetherReady() {
		if (isReady || isStopping || !expected) return;
		if (expected.size > 0 && elapsed() - begunAt < firstPassMs) return;
		isReady = true;
		expected.clear();
		toldAliveAt = elapsed();
		supervisor?.tell({state: 'ready', isAlive: true, status: status()});
	}

	/** The work that should have ended long ago. */
	const stuck = () => [...works].find(({since}) => elapsed() - since > mostMs);

	function isAlive(): boolean {
		const found = stuck();
		if (found && !isStuck) {
			const minutes = Math.round((elapsed() - found.since) / 60_000);
			log({
				event: 'trouble',
				...(found.grant !== undefined && {grant: found.grant}),
				why: `a look at ${found.grant === undefined ? 'the settings' : 'it'} has not ended for ${minutes} min, so the supervisor is given no sign of life`,
			});
		}
		isStuck = found !== undefined;
		return !isStuck;
	}

	function status(): string {
		const {fresh, retried, needPerson} = counts();
		told = [
			`${counted(fresh, 'grant')} fresh`,
			...(needPerson > 0 ? [`${needPerson} ${needPerson === 1 ? 'needs' : 'need'} a person`] : []),
			...(retried > 0 ? [`${retried} tried again`] : []),
		].join(', ');
		return told;
	}

	return {
		// Twice in the time, so that one turn that comes late is no harm.
		longestSleepMs: everyMs === undefined ? Number.POSITIVE_INFINITY : Math.max(10, everyMs / 2),
		begin(grant) {
			const work = {grant, since: elapsed()};
			works.add(work);
			return () => {
				works.delete(work);
				if (grant !== undefined) expected?.delete(grant);
				lookWhetherReady();
			};
		},
		expect(names) {
			expected = new Set(names);
			if (names.length > 0)
				supervisor?.tell({status: `Looking at ${counted(names.length, 'grant')}`});
		},
		seen(name) {
			expected?.delete(name);
		},
		turn() {
			if (!supervisor || isStopping) return;
			lookWhetherReady();
			if (!isReady) return;
			const before = told;
			const now = status();
			const isDue = everyMs !== undefined && elapsed() - toldAliveAt >= everyMs && isAlive();
			if (isDue) toldAliveAt = elapsed();
			if (isDue || now !== before) {
				supervisor.tell({...(isDue && {isAlive: true as const}), status: now});
			}
		},
		reloading() {
			if (isReady && !isStopping) supervisor?.tell({state: 'reloading'});
		},
		reloaded() {
			if (isReady && !isStopping) supervisor?.tell({state: 'ready', status: status()});
		},
		stopping() {
			isStopping = true;
			supervisor?.tell({state: 'stopping', status: 'Stopping'});
		},
	};
}
