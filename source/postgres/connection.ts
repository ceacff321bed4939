import {setTimeout as delay} from 'node:timers/promises';
import {UserError} from '../errors.js';
import {openSession, TroubleError} from './open-session.js';
import type {Session, SessionOptions} from './session.js';
import {type Trouble, troubleOf} from './trouble.js';

/** A session that is opened anew when it is lost, with whichever host takes writes then. */
export type Connection = {
	/** The session of now; waits for one as long as given. Throws UserError for what does not pass, and when none came. */
	readonly ready: (options?: {
		readonly waitMs?: number;
		readonly signal?: AbortSignal;
	}) => Promise<Session>;
	/** Undefined while there is none. */
	readonly current: () => Session | undefined;
	readonly close: () => Promise<void>;
};

export type ConnectionState =
	| {readonly is: 'up'; readonly host: Session['host']}
	| {readonly is: 'lost'; readonly why: string};

const firstPauseMs = 100;
const longestPauseMs = 8000;
/** A server that was made a standby without a word, a network that swallows everything, or a pooler that took the session away is noticed by this. */
const heartbeatMs = 10_000;

export function createConnection(
	options: SessionOptions,
	{
		prepare,
		notified,
		told,
	}: {
		/** Done with each new session before anybody gets it. */
		readonly prepare: (session: Session) => Promise<void>;
		readonly notified: (payload: string) => void;
		readonly told: (state: ConnectionState) => void;
	},
): Connection {
	const closing = new AbortController();
	let session: Session | undefined;
	let reviving: Promise<void> | undefined;
	let nudge = () => {};
	let last: Trouble | UserError | undefined;
	let waiting = new Set<() => void>();
	/** Whether what was told last passes by itself; undefined while nothing is wrong. */
	let toldToPass: boolean | undefined;

	const current = () => (session?.isEnded() ? undefined : session);

	function settled() {
		const all = waiting;
		waiting = new Set();
		for (const call of all) call();
	}

	function lost(trouble: Trouble | UserError) {
		last = trouble;
		// Once, and once more when it turns out to be something that a person has to repair.
		if (toldToPass === undefined || (toldToPass && !passes(trouble))) {
			toldToPass = passes(trouble);
			told({is: 'lost', why: trouble.message});
		}
	}

	async function begin() {
		const opened = await openSession(options, {
			notified,
			ended: trouble => {
				session = undefined;
				if (closing.signal.aborted) return;
				lost(trouble);
				revive();
			},
		});
		try {
			closing.signal.throwIfAborted();
			await prepare(opened);
		} catch (error) {
			await opened.close();
			if (error instanceof UserError) throw error;
			throw new TroubleError(troubleOf(error, options.address, opened.host));
		}
		if (opened.isEnded()) throw new Error('Connection terminated');
		session = opened;
		last = undefined;
		toldToPass = undefined;
		told({is: 'up', host: opened.host});
	}

	function revive() {
		if (reviving || closing.signal.aborted) return;
		reviving = (async () => {
			for (let pauseMs = firstPauseMs; !closing.signal.aborted; ) {
				try {
					await begin();
					return;
				} catch (error) {
					if (error instanceof TroubleError) lost(error.trouble);
					else if (error instanceof UserError) lost(error);
					else lost(troubleOf(error, options.address));
				} finally {
					settled();
				}
				// Uneven, so that the hosts of a cluster don't all come back at the same moment.
				const pause = new AbortController();
				nudge = () => pause.abort();
				const signal = AbortSignal.any([pause.signal, closing.signal]);
				await delay(pauseMs * (0.5 + Math.random() / 2), undefined, {signal}).catch(
					() => undefined,
				);
				pauseMs = Math.min(pauseMs * 2, longestPauseMs);
			}
		})().finally(() => {
			reviving = undefined;
			// It was lost again in the moment between.
			if (!current()) revive();
		});
	}

	async function ready({
		waitMs = options.timeoutMs,
		signal,
	}: Parameters<Connection['ready']>[0] = {}): Promise<Session> {
		const until = performance.now() + waitMs;
		for (let isFirst = true; ; isFirst = false) {
			signal?.throwIfAborted();
			const found = current();
			if (found) return found;
			const leftMs = until - performance.now();
			const isOver = closing.signal.aborted || leftMs <= 0;
			if (last && !isFirst && (isOver || !passes(last))) throw errorOf(last);
			if (isOver) throw errorOf(last ?? troubleOf(new Error('timeout expired'), options.address));
			revive();
			if (isFirst) nudge();
			await new Promise<void>(resolve => {
				const timer = setTimeout(resolve, Math.max(leftMs, 1));
				const go = () => {
					clearTimeout(timer);
					signal?.removeEventListener('abort', go);
					resolve();
				};
				waiting.add(go);
				signal?.addEventListener('abort', go, {once: true});
			});
		}
	}

	const heartbeat = setInterval(() => {
		// What ended the session is told where it ends.
		current()
			?.check()
			.catch(() => undefined);
	}, heartbeatMs);
	heartbeat.unref();

	return {
		ready,
		current,
		async close() {
			closing.abort();
			clearInterval(heartbeat);
			settled();
			await reviving;
			await session?.close();
		},
	};
}

const passes = (trouble: Trouble | UserError) => !(trouble instanceof UserError) && trouble.passes;

const errorOf = (trouble: Trouble | UserError) =>
	trouble instanceof UserError ? trouble : new UserError(trouble.message, trouble.steps);
