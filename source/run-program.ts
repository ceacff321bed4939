import {spawn} from 'node:child_process';
import type {Call} from './call.js';
import {cleanLines} from './clean.js';
import type {Ran} from './programs-port.js';

/** What is kept of both outputs together. */
const mostBytes = 1_000_000;
/** What is told of them. */
const longest = 4000;

export type RunOptions = Call & {
	readonly args?: readonly string[];
	readonly input?: string;
	/** Where it runs; here when left out. */
	readonly directory?: string;
	/** All of it: nothing of this process's own is added. */
	readonly environment: Readonly<Record<string, string>>;
	/** Words after which nothing more is waited for. */
	readonly hangsAfter?: RegExp;
	/** Standard error is told first, which says what is wrong where much was printed; else both as they come. */
	readonly isErrorFirst?: true;
	/** What it left in the background is its purpose, such as a server, and goes on. */
	readonly leavesRunning?: true;
};

/** Runs a program without a shell, and ends it with all that it started at the deadline or the abort. Rejects with `signal.reason`; everything else is told. */
export function runProgram(
	program: string,
	{
		args = [],
		input = '',
		directory,
		environment,
		hangsAfter,
		isErrorFirst,
		leavesRunning,
		signal,
		timeoutMs,
	}: RunOptions,
): Promise<Ran> {
	const {promise, resolve, reject} = Promise.withResolvers<Ran>();
	if (signal.aborted) return Promise.reject(signal.reason);
	// A group of its own, so that what it starts ends with it.
	const child = spawn(program, args, {
		cwd: directory,
		env: {...environment},
		detached: true,
		stdio: 'pipe',
	});
	const said = {stdout: '', stderr: '', both: ''};
	let isTimedOut = false;
	const end = () => {
		endGroup(child.pid);
		// Whatever left the group may still hold them open.
		child.stdout.destroy();
		child.stderr.destroy();
	};
	const timer = setTimeout(() => {
		isTimedOut = true;
		end();
	}, timeoutMs);
	signal.addEventListener('abort', end, {once: true});
	for (const name of ['stdout', 'stderr'] as const) {
		child[name].setEncoding('utf8').on('data', (text: string) => {
			if (said.both.length < mostBytes) {
				said.both += text;
				said[name] += text;
			}
			if (hangsAfter?.test(said.both)) end();
		});
	}
	// A program may end without reading all.
	child.stdin.on('error', () => {});
	child.stdin.end(input);
	const settle = (ok: boolean, words: string) => {
		clearTimeout(timer);
		signal.removeEventListener('abort', end);
		const told = cleanLines(words.trim(), longest);
		if (signal.aborted) reject(signal.reason);
		else resolve({ok, said: told, ...(isTimedOut && {isTimedOut})});
	};
	child.once('error', error => settle(false, error.message));
	child.once('close', (code, killed) => {
		if (!leavesRunning) endGroup(child.pid);
		const words = isErrorFirst ? `${said.stderr}\n${said.stdout}` : said.both;
		const isSilent = words.trim() === '' && code !== 0;
		settle(code === 0, isSilent ? howItEnded(code, killed) : words);
	});

	function howItEnded(code: number | null, killed: NodeJS.Signals | null) {
		if (isTimedOut) return `It did not end within ${Math.round(timeoutMs / 1000)} s.`;
		return code === null ? `Ended by ${killed}.` : `It ended with code ${code}.`;
	}
	return promise;
}

function endGroup(pid: number | undefined) {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Nobody of the group is left.
	}
}
