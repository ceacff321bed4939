import {spawn} from 'node:child_process';
import {cleanLines} from '../clean.js';
import type {Ran} from '../programs-port.js';
import type {Call} from '../services.js';

/** What is kept of both outputs together. */
const mostBytes = 100_000;

/** Runs a program without a shell, in plain English, and ends it with all that it started at the deadline or the abort. Rejects with `signal.reason`; everything else is told. */
export function runProgram(
	program: string,
	{
		args,
		input = '',
		directory,
		environment,
		hangsAfter,
		signal,
		timeoutMs,
	}: Call & {
		readonly args: readonly string[];
		readonly input?: string;
		/** Where it runs. */
		readonly directory: string;
		readonly environment: Readonly<Record<string, string>>;
		/** Words after which nothing more is waited for. */
		readonly hangsAfter?: RegExp;
	},
): Promise<Ran> {
	const {promise, resolve, reject} = Promise.withResolvers<Ran>();
	if (signal.aborted) return Promise.reject(signal.reason);
	// A group of its own, so that the command that it asks for the token ends with it.
	const child = spawn(program, args, {
		cwd: directory,
		env: {...environment},
		detached: true,
		stdio: 'pipe',
	});
	let said = '';
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
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			if (said.length < mostBytes) said += text;
			if (hangsAfter?.test(said)) end();
		});
	}
	// A program may end without reading all.
	child.stdin.on('error', () => {});
	child.stdin.end(input);
	const settle = (ok: boolean, words: string) => {
		clearTimeout(timer);
		signal.removeEventListener('abort', end);
		if (signal.aborted) reject(signal.reason);
		else resolve({ok, said: cleanLines(words.trim(), 4000), ...(isTimedOut && {isTimedOut})});
	};
	child.once('error', error => settle(false, error.message));
	child.once('close', (code, killed) => {
		// What it left running in the background has nothing more to do.
		endGroup(child.pid);
		const words = code === null ? `Ended by ${killed}.` : `It ended with code ${code}.`;
		settle(code === 0, said.trim() === '' && code !== 0 ? words : said);
	});
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
