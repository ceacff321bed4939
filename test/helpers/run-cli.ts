import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';

export const program = fileURLToPath(new URL('../../dist/mailgrant.js', import.meta.url));

export type Ended = {
	readonly code: number | undefined;
	readonly stdout: string;
	readonly stderr: string;
};

export type RunningCli = {
	/** Gives the match once it has come on either output; rejects when the program ends without it. */
	readonly until: (expected: RegExp) => Promise<RegExpExecArray>;
	readonly write: (text: string) => void;
	readonly endInput: () => void;
	readonly kill: (signal: NodeJS.Signals) => void;
	readonly ended: Promise<Ended>;
	readonly pid: number;
};

/** The built program as a child without a terminal, killed when the test has finished. */
export function startCli(
	args: readonly string[],
	{config, env = {}}: {readonly config: string; readonly env?: Readonly<Record<string, string>>},
): RunningCli {
	if (!existsSync(program)) throw new Error(`${program} is not there. Run npm run build first.`);
	const child = spawn(process.execPath, [program, ...args], {
		env: {PATH: process.env.PATH ?? '', HOME: dirname(config), MAILGRANT_CONFIG: config, ...env},
	});
	let stdout = '';
	let stderr = '';
	let hasEnded = false;
	const watchers = new Set<() => void>();
	const notify = () => {
		for (const watcher of [...watchers]) watcher();
	};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		notify();
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
		notify();
	});
	// A program that has ended reads no more.
	child.stdin.on('error', () => {});
	const ended = new Promise<Ended>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', code => {
			hasEnded = true;
			resolve({code: code ?? undefined, stdout, stderr});
			notify();
		});
	});
	onTestFinished(async () => {
		child.kill('SIGKILL');
		await ended;
	});
	return {
		until(expected) {
			const {promise, resolve, reject} = Promise.withResolvers<RegExpExecArray>();
			const look = () => {
				const found = expected.exec(stdout) ?? expected.exec(stderr);
				if (found) resolve(found);
				else if (hasEnded) reject(new Error(`${expected} did not come:\n${stdout}\n${stderr}`));
			};
			watchers.add(look);
			look();
			return promise.finally(() => watchers.delete(look));
		},
		write: text => void child.stdin.write(text),
		endInput: () => child.stdin.end(),
		kill: signal => void child.kill(signal),
		ended,
		pid: child.pid ?? 0,
	};
}

/** Runs it to its end, with a standard input that is empty unless a text is given. */
export function runCli(
	args: readonly string[],
	{stdin = '', ...options}: Parameters<typeof startCli>[1] & {readonly stdin?: string},
): Promise<Ended> {
	const cli = startCli(args, options);
	if (stdin !== '') cli.write(stdin);
	cli.endInput();
	return cli.ended;
}
