import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {runCommand} from '../../source/unattended/run-command.js';
import {createClock} from '../helpers/clock.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const about = {grant: 'ev', file: '/run/mailgrant/ev', timeoutMs: 60_000};
const {signal} = new AbortController();

/** A command that does not end, with a program of its own in the background. */
function endless() {
	const pids = path.join(temporaryDirectory(), 'pids');
	return {
		command: `sleep 1000 & echo $! $$ > '${pids}'; trap '' TERM; wait; sleep 1000`,
		pids: () => readFileSync(pids, 'utf8').trim().split(' ').map(Number),
		hasBegun: async () => {
			while (!existsSync(pids) || readFileSync(pids, 'utf8') === '') {
				await new Promise(resolve => setTimeout(resolve, 5));
			}
		},
	};
}

/** Ended and reaped, or about to be. */
async function isGone(pid: number) {
	for (const until = performance.now() + 5000; performance.now() < until; ) {
		try {
			const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
			if (state === 'Z') return true;
		} catch {
			return true;
		}
		await new Promise(resolve => setTimeout(resolve, 5));
	}
	return false;
}

test('a command that does not end is ended at its deadline, with all that it began', async () => {
	const {command, pids, hasBegun} = endless();
	const clock = createClock();
	let hasEnded = false;
	const running = runCommand(command, {...about, signal, after: clock.after}).finally(() => {
		hasEnded = true;
	});
	await hasBegun();
	clock.pass(59_999);
	await new Promise(resolve => setImmediate(resolve));
	expect(hasEnded).toBe(false);
	clock.pass(1);
	expect(await running).toBe('no end within 60 s');
	expect(clock.waiting()).toBe(0);
	expect(pids()).toHaveLength(2);
	for (const pid of pids()) expect(await isGone(pid)).toBe(true);
});

test('when the watcher ends, the command ends with it, also one that does not want to', async () => {
	const controller = new AbortController();
	const {command, pids, hasBegun} = endless();
	const clock = createClock();
	const {after} = clock;
	const running = runCommand(command, {...about, signal: controller.signal, after});
	await hasBegun();
	controller.abort();
	clock.pass(500);
	expect(await running).toBe('it ended with SIGKILL');
	for (const pid of pids()) expect(await isGone(pid)).toBe(true);
});

test('it learns grant and file, and what went wrong is told', async () => {
	const command = 'test "$MAILGRANT_GRANT $MAILGRANT_TOKEN_FILE" = "ev /run/mailgrant/ev"';
	expect(await runCommand(command, {...about, signal})).toBeUndefined();
	expect(await runCommand('exit 7', {...about, signal})).toBe('it ended with 7');
	expect(await runCommand('kill -9 $$', {...about, signal})).toBe('it ended with SIGKILL');
});
