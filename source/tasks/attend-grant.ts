import {UserError} from '../errors.js';
import {aheadMs} from '../refresh/ahead.js';
import {renewAt} from '../refresh/due.js';
import {LookoutLost} from '../refresh/lookout-lost.js';
import type {Looked, LookTrouble, LookWish} from '../watch-port.js';
import {createSeenGrants, type GrantCounts, type Seen} from './seen-grants.js';
import type {WatchContext} from './watch-context.js';

export type Attendance = {
	/** One look: renews what is due, brings the token file up to it. Gives when to look again; undefined when only a change makes that worthwhile. */
	readonly attend: (name: string, settings: string) => Promise<number | undefined>;
	/** The same where no request is wanted, else 'due'. */
	readonly attendQuickly: (name: string, settings: string) => Promise<number | 'due' | undefined>;
	/** Whether the last look saw what is on disk, and it was fine. */
	readonly isCurrent: (name: string) => boolean;
	/** How much earlier than it is due a grant may be looked at, in milliseconds. */
	readonly aheadOf: (name: string) => number;
	/** Grants that wait for a person or for the next try. */
	readonly inTrouble: () => readonly string[];
	readonly counts: () => GrantCounts;
	/** The grant is gone, and so is its file. */
	readonly forget: (name: string) => void;
	/** Ends the commands that run. */
	readonly end: () => void;
};

/** After a trouble with this host's own files. */
const localRetryMs = 60_000;
/** Before its end a token is of no use any more. */
const leastMs = 10_000;
/** Commands that run at the same time. */
const commandsAtOnce = 4;

export function createAttendance({watch, lookout, signal, log}: WatchContext): Attendance {
	const {tokenFiles, now} = watch;
	const seen = createSeenGrants();
	const ending = new AbortController();
	const waiting: string[] = [];
	let commandsRunning = 0;
	let lost: LookoutLost | undefined;

	async function look(name: string, wish: Pick<LookWish, 'settings' | 'isQuick' | 'aheadMs'>) {
		const before = seen.get(name);
		try {
			const isFirst = before === undefined;
			const looked = await lookout.look({...wish, heldAt: before?.obtainedAt, isFirst});
			return heed(name, looked, before);
		} catch (error) {
			if (signal.aborted) return undefined;
			// The store does not open just now, such as for want of its key.
			if (error instanceof UserError) {
				return heed(name, {is: 'missed', why: error.message, needsPerson: false}, before);
			}
			if (!(error instanceof LookoutLost)) throw error;
			// It was at work for many perhaps.
			if (lost !== error) log({event: 'trouble', why: error.message});
			lost = error;
			return missed(name, before, {why: error.message, retryMs: error.retryMs});
		}
	}

	function heed(name: string, looked: Looked, before: Seen | undefined) {
		switch (looked.is) {
			case 'due': {
				const {obtainedAt, expiresAt} = looked;
				if (obtainedAt !== undefined) {
					seen.set(name, {obtainedAt, expiresAt, isTroubled: false, needsPerson: false});
				}
				return 'due';
			}
			case 'fresh':
				return fresh(name, looked, before);
			case 'none': {
				const {trouble} = looked;
				const told = tellTrouble(name, trouble, before?.told);
				removeFile(name, before);
				const needsPerson = trouble.retryAt === undefined;
				seen.set(name, {told, isTroubled: true, needsPerson});
				return trouble.retryAt && Math.max(now() + 1, trouble.retryAt);
			}
			case 'missed': {
				const {why, needsPerson} = looked;
				if (before?.told !== why) log({event: 'trouble', grant: name, why});
				return missed(name, before, {why, retryMs: needsPerson ? undefined : localRetryMs});
			}
		}
	}

	function fresh(
		name: string,
		looked: Looked & {readonly is: 'fresh'},
		before: Seen | undefined,
	): number {
		const {obtainedAt, expiresAt, isRenewed, stamp, trouble} = looked;
		const told = trouble && tellTrouble(name, trouble, before?.told);
		// At the start all are new to the watcher, and to nobody else.
		if (before?.obtainedAt !== obtainedAt && (isRenewed || before)) {
			log({event: isRenewed ? 'renewed' : 'taken-over', grant: name, until: expiresAt});
			runCommand(name);
		}
		const isTroubled = trouble !== undefined;
		const needsPerson = isTroubled && trouble.retryAt === undefined;
		seen.set(name, {obtainedAt, expiresAt, stamp, told, isTroubled, needsPerson});
		if (!trouble) return renewAt(name, looked);
		const end = expiresAt - leastMs;
		return Math.max(now() + 1, Math.min(trouble.retryAt ?? end, end));
	}

	function removeFile(name: string, before: Seen | undefined) {
		tokenFiles.remove(name);
		if (before?.obtainedAt !== undefined) log({event: 'ended', grant: name});
	}

	/** After a look that came to nothing: what is in the file serves until it ends. Without a time to try again only a person helps. */
	function missed(
		name: string,
		before: Seen | undefined,
		{why, retryMs}: {readonly why: string; readonly retryMs: number | undefined},
	): number | undefined {
		const endsAt = before?.expiresAt === undefined ? undefined : before.expiresAt - leastMs;
		const isOver = endsAt !== undefined && endsAt <= now();
		if (isOver) removeFile(name, before);
		seen.set(name, {
			...(isOver ? {} : before),
			told: why,
			isTroubled: true,
			needsPerson: retryMs === undefined,
		});
		const end = isOver ? undefined : endsAt;
		return retryMs === undefined ? end : Math.min(now() + retryMs, end ?? Infinity);
	}

	function tellTrouble(
		grant: string,
		{title, said, fix, count, retryAt}: LookTrouble,
		before: string | undefined,
	): string {
		const told = JSON.stringify([title, count, retryAt]);
		if (told === before) return told;
		if (retryAt === undefined) log({event: 'needs-person', grant, title, said, fix});
		else if (retryAt > now()) log({event: 'failed', grant, title, said, count, retryAt});
		return told;
	}

	function runCommand(grant: string) {
		if (!watch.command || waiting.includes(grant)) return;
		waiting.push(grant);
		nextCommand();
	}

	function nextCommand() {
		const {command} = watch;
		if (!command || commandsRunning >= commandsAtOnce || ending.signal.aborted) return;
		const grant = waiting.shift();
		if (grant === undefined) return;
		commandsRunning++;
		void command({grant, file: tokenFiles.fileOf(grant)}, ending.signal).then(why => {
			commandsRunning--;
			if (why !== undefined && !ending.signal.aborted) log({event: 'command-failed', grant, why});
			nextCommand();
		});
	}

	function aheadOf(name: string): number {
		const {obtainedAt, expiresAt} = seen.get(name) ?? {};
		if (obtainedAt === undefined || expiresAt === undefined) return 0;
		return aheadMs({obtainedAt, expiresAt});
	}

	return {
		async attend(name, settings) {
			const at = await look(name, {settings, aheadMs: aheadOf(name)});
			return at === 'due' ? now() : at;
		},
		attendQuickly: (name, settings) => look(name, {settings, isQuick: true}),
		isCurrent(name) {
			const last = seen.get(name);
			return last?.isTroubled === false && lookout.isCurrent(name, last);
		},
		aheadOf(name) {
			// What failed waits for its time.
			const canHurry = lookout.isAwake() && seen.get(name)?.isTroubled === false;
			return canHurry ? aheadOf(name) : 0;
		},
		inTrouble: seen.inTrouble,
		counts: seen.counts,
		forget(name) {
			tokenFiles.remove(name);
			seen.remove(name);
		},
		end: () => ending.abort(),
	};
}
