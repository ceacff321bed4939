import {spawn} from 'node:child_process';
import {type After, after as realAfter} from './after.js';

/** What a command is given to tidy up when the watcher ends. */
const patienceMs = 500;

/** Runs a command of the admin's by the shell, its output on standard error, and gives what went wrong. It learns the grant and the file of its token by environment, and is told no secret. At the deadline, or when the signal aborts, it ends with all that it started. */
export function runCommand(
	command: string,
	{
		grant,
		file,
		timeoutMs,
		signal,
		after = realAfter,
	}: {
		readonly grant: string;
		readonly file: string;
		readonly timeoutMs: number;
		readonly signal: AbortSignal;
		readonly after?: After;
	},
): Promise<string | undefined> {
	return new Promise(resolve => {
		let why: string | undefined;
		const child = spawn('sh', ['-c', command], {
			env: {...process.env, MAILGRANT_GRANT: grant, MAILGRANT_TOKEN_FILE: file},
			stdio: ['ignore', 2, 2],
			// A group of its own, so that it can be ended whole.
			detached: true,
		});
		const end = (name: NodeJS.Signals) => {
			try {
				if (child.pid !== undefined) process.kill(-child.pid, name);
			} catch {
				// It ended by itself meanwhile.
			}
		};
		const cancelDeadline = after(timeoutMs, () => {
			why = `no end within ${timeoutMs / 1000} s`;
			end('SIGKILL');
		});
		let cancelLast = () => {};
		const abort = () => {
			end('SIGTERM');
			// The watcher does not end before it does.
			cancelLast = after(patienceMs, () => end('SIGKILL'));
		};
		signal.addEventListener('abort', abort, {once: true});
		const settle = (found: string | undefined) => {
			cancelDeadline();
			cancelLast();
			signal.removeEventListener('abort', abort);
			resolve(found);
		};
		child.once('error', error => settle(error.message));
		child.once('close', (code, name) =>
			settle(why ?? (code === 0 ? undefined : `it ended with ${code ?? name}`)),
		);
	});
}
