import {execFile} from 'node:child_process';
import {cleanLines} from '../clean.js';

export type Ran = {
	readonly ok: boolean;
	/** Both outputs, cleaned, at most 4,000 characters. */
	readonly said: string;
};

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs a program without a shell, in plain English, and ends it at the deadline or the abort. Rejects with `signal.reason`; everything else is told. */
export function runProgram(
	[program = '', ...args]: readonly string[],
	{
		signal,
		timeoutMs,
		environment = {},
	}: {
		readonly signal: AbortSignal;
		readonly timeoutMs: number;
		readonly environment?: Readonly<Record<string, string>>;
	},
): Promise<Ran> {
	return new Promise((resolve, reject) => {
		if (signal.aborted) {
			reject(signal.reason);
			return;
		}
		const child = execFile(
			program,
			args,
			{
				signal,
				timeout: timeoutMs,
				maxBuffer: 1_000_000,
				killSignal: 'SIGKILL',
				env: {PATH: path, LANG: 'C', ...environment},
			},
			(error, stdout, stderr) => {
				if (signal.aborted) {
					reject(signal.reason);
					return;
				}
				const said = cleanLines(`${stderr}\n${stdout}`.trim(), 4000);
				if (!error) resolve({ok: true, said});
				else resolve({ok: false, said: said || whyFailed(error, timeoutMs)});
			},
		);
		child.stdin?.end();
	});
}

function whyFailed(error: Error & {readonly killed?: boolean}, timeoutMs: number): string {
	if (error.killed) return `It did not end within ${Math.round(timeoutMs / 1000)} s.`;
	return cleanLines(error.message, 300);
}
