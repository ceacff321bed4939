import {mkdirSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

/** Below a root of its own, so that nothing of this host is looked at or changed. */
function place() {
	const root = path.join(temporaryDirectory(), 'root');
	mkdirSync(root);
	const home = temporaryDirectory();
	const config = path.join(home, 'config');
	return {
		root,
		run: (...args: readonly string[]) =>
			runCli(['service', '--root', root, ...args], {
				config,
				env: {HOME: home, MAILGRANT_CONFIG: ''},
			}),
	};
}

test('without a word of change it prints every file and changes nothing', async () => {
	const {root, run} = place();
	for (const options of [[], ['--dry-run', '--install'], ['--dry-run', '--remove']]) {
		const printed = await run(...options);
		expect(printed.code).toBe(0);
		expect(printed.stdout).toMatch(/^# \/etc\/sysusers\.d\/mailgrant\.conf would be written:\n/);
		expect(printed.stdout).toContain('\nExecStart=');
		expect(printed.stderr).toContain('Nothing was changed.');
	}
	expect(readdirSync(root)).toEqual([]);
});

test('as JSON it is one value', async () => {
	const {stdout, stderr} = await place().run('--json', '--prometheus', '/srv/m.prom');
	expect(stderr).toBe('');
	expect(JSON.parse(stdout)).toMatchObject({
		user: 'mailgrant',
		store: '/var/lib/mailgrant',
		key: '/etc/mailgrant/key',
		files: [
			{path: '/etc/sysusers.d/mailgrant.conf', state: 'missing'},
			{path: '/etc/systemd/system/mailgrant.service'},
			{path: '/etc/systemd/system/mailgrant-status.service'},
			{path: '/etc/systemd/system/mailgrant-status.timer'},
		],
	});
});

test.each([
	[['NAME'], 'takes no argument'],
	[['--install', '--remove'], 'three things'],
	[['--install', '--json'], '--json'],
	[['--readers', 'a b'], '--readers'],
	[['--user', '-x'], '--user'],
	[['--key-file', 'key'], '--key-file'],
	[['--from', 'store'], '--from'],
	[['--log', 'xml'], '--log'],
	[['--prometheus', '/srv/m.txt'], '.prom'],
	[['--readers', 'no-such-group'], 'no-such-group'],
	[['--run', '--', 'list', '--json'], '--root names another'],
])('what can’t be is wrong usage: %o', async (options, words) => {
	const {root, run} = place();
	expect(await run(...options)).toMatchObject({code: 2, stderr: expect.stringContaining(words)});
	expect(readdirSync(root)).toEqual([]);
});
