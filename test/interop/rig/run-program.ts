import {spawn} from 'node:child_process';
import type {Ended} from './mailgrant.js';

/** A program as somebody with that home starts it; ended after 20 seconds. */
export function runProgram(
	[program = '', ...args]: readonly string[],
	{
		home,
		input = '',
		env = {},
	}: {
		readonly home: string;
		readonly input?: string;
		/** Over the usual few. */
		readonly env?: Readonly<Record<string, string>>;
	},
): Promise<Ended> {
	const {promise, resolve, reject} = Promise.withResolvers<Ended>();
	const child = spawn(program, args, {
		env: {PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: home, ...env},
		cwd: home,
		timeout: 20_000,
	});
	const said = {stdout: '', stderr: ''};
	child.stdout.setEncoding('utf8').on('data', text => (said.stdout += text));
	child.stderr.setEncoding('utf8').on('data', text => (said.stderr += text));
	child.once('error', reject);
	child.once('close', code => resolve({code: code ?? -1, ...said}));
	// A program may end before it reads.
	child.stdin.on('error', () => undefined);
	child.stdin.end(input);
	return promise;
}
