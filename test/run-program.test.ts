import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type RunOptions, runProgram} from '../source/run-program.js';
import {temporaryDirectory} from './helpers/temporary-directory.js';

const call = {
	signal: new AbortController().signal,
	timeoutMs: 10_000,
	environment: {PATH: '/usr/bin:/bin'},
};

const shell = (script: string, options: Partial<RunOptions> = {}) =>
	runProgram('/bin/sh', {...call, ...options, args: ['-c', script]});

test('both outputs are told as they come, or what is wrong first', async () => {
	const script = 'echo first; sleep 0.1; echo wrong >&2; sleep 0.1; echo last';
	expect((await shell(script)).said).toBe('first\nwrong\nlast');
	expect((await shell(script, {isErrorFirst: true})).said).toBe('wrong\n\nfirst\nlast');
});

/** Asleep, running, or waiting for a disk; not ended. */
const alive = /^[SRD]$/;

test('what it left in the background ends with it, unless it is the purpose', async () => {
	const file = path.join(temporaryDirectory(), 'pid');
	const script = `sleep 1000 >/dev/null 2>&1 </dev/null & echo $! > '${file}'`;
	const pid = () => Number(readFileSync(file, 'utf8'));
	const state = () => {
		try {
			return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid()}/status`, 'utf8'))?.[1];
		} catch {
			return undefined;
		}
	};
	await shell(script, {leavesRunning: true});
	const left = pid();
	onTestFinished(() => {
		process.kill(left, 'SIGKILL');
	});
	expect(state() ?? 'gone').toMatch(alive);
	await shell(script);
	expect(pid()).not.toBe(left);
	await expect.poll(() => state() ?? 'gone').not.toMatch(alive);
});

test('a silent program is told by how it ended', async () => {
	expect(await shell('exit 3')).toEqual({ok: false, said: 'It ended with code 3.'});
	expect(await shell('sleep 1000', {timeoutMs: 1000})).toEqual({
		ok: false,
		said: 'It did not end within 1 s.',
		isTimedOut: true,
	});
	expect(await shell('true')).toEqual({ok: true, said: ''});
});

test('an abort ends it and rejects with the reason', async () => {
	const controller = new AbortController();
	const running = shell('sleep 1000', {signal: controller.signal});
	controller.abort(new Error('enough'));
	await expect(running).rejects.toThrow('enough');
	await expect(shell('true', {signal: controller.signal})).rejects.toThrow('enough');
});
