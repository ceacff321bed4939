import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findSupervisor} from '../../source/unattended/systemd-supervisor.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

/** A systemd-notify that writes down what it is told, one line a call. */
function stand(script = '') {
	const directory = temporaryDirectory();
	const file = path.join(directory, 'told');
	const program = path.join(directory, 'systemd-notify');
	writeFileSync(
		program,
		`#!/bin/sh\n${script}\nprintf '%s|' "$NOTIFY_SOCKET" "$@" >> '${file}'\necho >> '${file}'\n`,
	);
	chmodSync(program, 0o755);
	const environment: Record<string, string | undefined> = {
		PATH: `${directory}:/usr/bin:/bin`,
		NOTIFY_SOCKET: '/run/systemd/notify',
		WATCHDOG_USEC: '300000000',
		WATCHDOG_PID: '77',
	};
	const troubles: string[] = [];
	return {
		environment,
		troubles,
		find: () => findSupervisor(environment, {tell: text => troubles.push(text), pid: 77}),
		lines: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
	};
}

test('news are carried in their order, what came together in one message', async () => {
	const {find, lines} = stand();
	const supervisor = find() ?? expect.fail('no supervisor');
	supervisor.tell({status: 'Looking at 2 grants'});
	supervisor.tell({state: 'ready', isAlive: true, status: '2 grants fresh'});
	supervisor.tell({state: 'stopping', status: 'Stopping'});
	await supervisor.told();
	expect(lines()).toEqual([
		'/run/systemd/notify|STATUS=Looking at 2 grants|',
		'/run/systemd/notify|STOPPING=1|WATCHDOG=1|STATUS=Stopping|',
	]);
});

test('the time of the watchdog is halved, and is of no account for another process', () => {
	expect(stand().find()?.everyMs).toBe(150_000);
	const other = stand();
	other.environment.WATCHDOG_PID = '78';
	expect(other.find()?.everyMs).toBeUndefined();
	const none = stand();
	delete none.environment.WATCHDOG_USEC;
	expect(none.find()?.everyMs).toBeUndefined();
});

test('programs that the watcher starts find no socket to speak for it', () => {
	const {find, environment} = stand();
	find();
	expect(Object.keys(environment)).toEqual(['PATH']);
});

test('without a socket, or with something else in its place, there is no supervisor', () => {
	for (const socket of [undefined, '', 'relative', '/']) {
		const {find, environment} = stand();
		environment.NOTIFY_SOCKET = socket;
		expect(find()).toBeUndefined();
	}
});

test('a systemd-notify that fails is told once and stops nothing', async () => {
	const {find, troubles} = stand('exit 3');
	const supervisor = find() ?? expect.fail('no supervisor');
	for (const state of ['ready', 'stopping'] as const) {
		supervisor.tell({state});
		await supervisor.told();
	}
	expect(troubles).toEqual([expect.stringContaining('systemd-notify ended with 3')]);
});

test('a change of the status alone waits for its time, the end does not', async () => {
	const {find, lines} = stand();
	const supervisor = find() ?? expect.fail('no supervisor');
	supervisor.tell({state: 'ready'});
	await supervisor.told();
	for (let count = 0; count < 100; count++) supervisor.tell({status: `${count} grants fresh`});
	await new Promise(resolve => setImmediate(resolve));
	expect(lines()).toHaveLength(1);
	await supervisor.told();
	expect(lines().slice(1)).toEqual(['/run/systemd/notify|STATUS=99 grants fresh|']);
});
