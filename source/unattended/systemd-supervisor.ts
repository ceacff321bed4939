import {spawn} from 'node:child_process';
import path from 'node:path';
import {clean} from '../clean.js';
import type {Supervisor, SupervisorNews} from '../watch-port.js';

type Environment = Record<string, string | undefined>;

/** A change of the status alone is told no more often: each message is a process. */
const quietMs = 5000;
/** systemd-notify waits up to five seconds until systemd has read it. */
const callMs = 10_000;
/** At the end nothing is waited for longer. */
const endMs = 1000;

/**
The supervisor is systemd when it has started the process with a notification socket (sd_notify(3)). Node.js has no datagram sockets of AF_UNIX, so systemd's own systemd-notify carries the messages, a handful an hour; the unit needs `NotifyAccess=all` for that.

Takes the socket out of the environment: a program that --exec starts could tell systemd that the watcher is ending.
*/
export function findSupervisor(
	environment: Environment,
	{tell, pid = process.pid}: {readonly tell: (text: string) => void; readonly pid?: number},
): Supervisor | undefined {
	const {NOTIFY_SOCKET: socket, WATCHDOG_USEC: watchdog, WATCHDOG_PID: watched} = environment;
	for (const name of ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']) delete environment[name];
	// A path, an abstract one, or a virtual machine's host.
	if (!socket || !/^(?:\/|@|vsock:)./.test(socket)) return undefined;
	const isWatched = watched === undefined || watched === String(pid);
	const watchdogMs = isWatched && /^\d{1,15}$/.test(watchdog ?? '') ? Number(watchdog) / 1000 : 0;
	let waiting: SupervisorNews | undefined;
	let calling: Promise<void> | undefined;
	let calledAt = Number.NEGATIVE_INFINITY;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let hasFailed = false;

	function call({state, isAlive, status}: SupervisorNews): Promise<void> {
		const variables = [
			...(state ? [`${state.toUpperCase()}=1`] : []),
			...(isAlive ? ['WATCHDOG=1'] : []),
			...(status === undefined ? [] : [`STATUS=${clean(status, 200)}`]),
		];
		return new Promise(resolve => {
			const child = spawn('systemd-notify', variables, {
				env: {NOTIFY_SOCKET: socket, PATH: environment.PATH ?? usualPath},
				stdio: 'ignore',
				timeout: callMs,
				killSignal: 'SIGKILL',
			});
			const settle = (why?: string) => {
				if (why !== undefined && !hasFailed) {
					hasFailed = true;
					tell(`systemd is not told how the watcher is: systemd-notify ${why}.`);
				}
				resolve();
			};
			child.once('error', error => settle(`does not start (${error.message})`));
			child.once('close', code => settle(code === 0 ? undefined : `ended with ${code}`));
		});
	}

	/** One message at a time, so that they arrive in their order. */
	function flush() {
		clearTimeout(timer);
		timer = undefined;
		if (!waiting || calling) return;
		const news = waiting;
		waiting = undefined;
		calledAt = performance.now();
		calling = call(news).finally(() => {
			calling = undefined;
			schedule();
		});
	}

	function schedule() {
		if (!waiting || calling || timer) return;
		const isUrgent = waiting.state !== undefined || waiting.isAlive;
		const waitMs = isUrgent ? 0 : calledAt + quietMs - performance.now();
		if (waitMs <= 0) flush();
		// It keeps no process alive.
		else timer = setTimeout(flush, waitMs).unref();
	}

	return {
		everyMs: watchdogMs > 0 ? watchdogMs / 2 : undefined,
		tell(news) {
			waiting = {...waiting, ...news};
			if (news.state !== undefined || news.isAlive) clearTimer();
			schedule();
		},
		async told() {
			clearTimer();
			const {promise: late, resolve} = Promise.withResolvers<void>();
			const limit = setTimeout(resolve, endMs);
			const all = (async () => {
				while (waiting || calling) {
					flush();
					await calling;
				}
			})();
			await Promise.race([all, late]);
			clearTimeout(limit);
		},
	};

	function clearTimer() {
		clearTimeout(timer);
		timer = undefined;
	}
}

const usualPath = ['/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter);
