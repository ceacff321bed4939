import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import {isFresh, isUsable, renewAt} from '../refresh/due.js';
import type {WatchEvent} from '../refresh/watch-event.js';
import type {Tokens} from '../services.js';
import type {Watch} from '../watch-port.js';
import type {TaskContext} from './context.js';
import {type FreshToken, freshToken, type TokenTrouble} from './fresh-token.js';
import {createSeenGrants, type GrantCounts, type Seen} from './seen-grants.js';

export type Attendance = {
	/** One look: renews what is due, brings the token file up to it. Gives when to look again; undefined when only a change makes that worthwhile. */
	readonly attend: (record: GrantRecord) => Promise<number | undefined>;
	/** Whether a look would ask the server. A token that still serves gets its file already now. */
	readonly wantsRequest: (name: string) => boolean;
	/** Whether the last look saw what is on disk, and it was fine. */
	readonly isCurrent: (name: string) => boolean;
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

export function createAttendance(
	context: TaskContext,
	{watch, log}: {readonly watch: Watch; readonly log: (event: WatchEvent) => void},
): Attendance {
	const {services, signal} = context;
	const {tokenFiles} = watch;
	const seen = createSeenGrants();
	const ending = new AbortController();
	const waiting: string[] = [];
	let commandsRunning = 0;

	function tokensOf(name: string): Tokens | undefined {
		try {
			return services.secrets.readTokens(name).tokens;
		} catch (error) {
			// Told by the look that comes next.
			if (error instanceof UserError) return undefined;
			throw error;
		}
	}

	async function look(record: GrantRecord): Promise<number | undefined> {
		const {name} = record.grant;
		const before = seen.get(name);
		const fresh = await freshToken(context, record);
		const now = services.now();
		const trouble = fresh.ok ? fresh.trouble : fresh;
		const told = trouble && tellTrouble(name, trouble, before?.told, now);
		seen.set(name, {
			obtainedAt: fresh.ok ? keepFile(name, fresh, before) : removeFile(name, before),
			expiresAt: fresh.ok ? fresh.expiresAt : undefined,
			told,
			isTroubled: trouble !== undefined,
			needsPerson: trouble?.needsPerson ?? false,
		});
		const end = fresh.ok ? fresh.expiresAt - leastMs : undefined;
		if (!trouble) return fresh.ok ? renewAt(name, fresh) : undefined;
		const times = [trouble.retryAt, end].filter(time => time !== undefined);
		return times.length > 0 ? Math.max(now + 1, Math.min(...times)) : undefined;
	}

	function keepFile(
		name: string,
		fresh: FreshToken & {readonly ok: true},
		before: Seen | undefined,
	) {
		const {obtainedAt, accessToken, expiresAt: until, isRenewed} = fresh;
		if (before?.obtainedAt === obtainedAt) return obtainedAt;
		tokenFiles.write(name, accessToken);
		// At the start all are new to the watcher, and to nobody else.
		if (isRenewed || before) {
			log({event: isRenewed ? 'renewed' : 'taken-over', grant: name, until});
			runCommand(name);
		}
		return obtainedAt;
	}

	function removeFile(name: string, before: Seen | undefined) {
		tokenFiles.remove(name);
		if (before?.obtainedAt !== undefined) log({event: 'ended', grant: name});
		return undefined;
	}

	/** After a look that came to nothing: what is in the file serves until it ends. */
	function missed(
		name: string,
		before: Seen | undefined,
		{why, isPersons}: {readonly why: string; readonly isPersons: boolean},
	): number | undefined {
		const now = services.now();
		const endsAt = before?.expiresAt === undefined ? undefined : before.expiresAt - leastMs;
		const isOver = endsAt !== undefined && endsAt <= now;
		if (isOver) removeFile(name, before);
		seen.set(name, {
			...(isOver ? {} : before),
			told: why,
			isTroubled: true,
			needsPerson: isPersons,
		});
		if (isPersons) return isOver ? undefined : endsAt;
		return Math.min(
			now + localRetryMs,
			isOver || endsAt === undefined ? now + localRetryMs : endsAt,
		);
	}

	function tellTrouble(
		grant: string,
		{diagnosis, count, retryAt}: TokenTrouble,
		before: string | undefined,
		now: number,
	): string {
		const {title, said, fix} = diagnosis;
		const told = JSON.stringify([title, count, retryAt]);
		if (told === before) return told;
		if (retryAt === undefined) log({event: 'needs-person', grant, title, said, fix: fix[0] ?? ''});
		else if (retryAt > now) log({event: 'failed', grant, title, said, count, retryAt});
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

	return {
		async attend(record) {
			const {name} = record.grant;
			try {
				return await look(record);
			} catch (error) {
				if (signal.aborted) return undefined;
				// One grant, or a moment without disk, is no reason to leave all others alone.
				const why = error instanceof Error ? error.message : String(error);
				const before = seen.get(name);
				if (before?.told !== why) log({event: 'trouble', grant: name, why});
				const isPersons = error instanceof UserError && error.exitCode === 3;
				return missed(name, before, {why, isPersons});
			}
		},
		wantsRequest(name) {
			const tokens = tokensOf(name);
			const now = services.now();
			if (!tokens || isFresh(name, tokens, now)) return false;
			const {obtainedAt, expiresAt, accessToken} = tokens;
			if (isUsable(tokens, now) && !seen.has(name)) {
				tokenFiles.write(name, accessToken);
				seen.set(name, {obtainedAt, expiresAt, isTroubled: false, needsPerson: false});
			}
			return true;
		},
		isCurrent(name) {
			const last = seen.get(name);
			if (last?.isTroubled !== false) return false;
			const tokens = tokensOf(name);
			return tokens?.obtainedAt === last.obtainedAt && tokens?.expiresAt === last.expiresAt;
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
