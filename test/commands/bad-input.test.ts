import {chmodSync, existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const place = () => path.join(temporaryDirectory(), 'config');
const guid = 'c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7';
const good = ['--provider', 'microsoft', '--mailbox', 'evmail@example.com'];
const canary = '8Q~c4nary=%"\' secret+/&.0123456789abc';

test('every wrong flag is named at once, and nothing is kept', async () => {
	const config = place();
	const ended = await runCli(
		[
			'add',
			'ev',
			'--provider',
			'microsoft',
			'--mailbox',
			'evmail',
			'--tenant',
			'Acme Corp',
			'--client-id',
			guid.slice(1),
			'--imap',
			'nowhere',
			'--secret-expires',
			'soon',
			'--token-url',
			'http://example.com/token',
			'--client-secret-stdin',
		],
		{config, stdin: guid},
	);
	expect(ended.code).toBe(2);
	expect(ended.stdout).toBe('');
	const flags = [...ended.stderr.matchAll(/^ {2}(--[\w-]+):/gm)].map(([, flag]) => flag);
	expect(flags.sort()).toEqual([
		'--client-id',
		'--client-secret-stdin',
		'--imap',
		'--mailbox',
		'--secret-expires',
		'--tenant',
		'--token-url',
	]);
	expect(existsSync(path.join(config, 'grants.json'))).toBe(false);
});

test('what is missing is named by its flag', async () => {
	const ended = await runCli(['add', 'ev'], {config: place()});
	expect(ended.code).toBe(2);
	expect(ended.stderr).toContain('--provider: Email Token Type is missing.');
	expect(ended.stderr).toContain('--mailbox: Email Address is missing.');
});

test('a secret with marks, quotes and spaces is taken and never shown', async () => {
	const config = place();
	const added = await runCli(['add', 'ev', ...good, '--client-secret-stdin', '--json'], {
		config,
		stdin: `  ${canary}\r\n`,
	});
	expect(added).toMatchObject({code: 0, stderr: ''});
	expect(JSON.parse(added.stdout)).toMatchObject({grant: 'ev', clientSecret: true});
	const status = await runCli(['status'], {config});
	expect(added.stdout + status.stdout + status.stderr).not.toContain('c4nary');
});

test('an existing name fails with 1 and keeps what is there', async () => {
	const config = place();
	expect(await runCli(['add', 'ev', ...good], {config})).toMatchObject({code: 0});
	const again = await runCli(['add', 'ev', '--provider', 'google', '--mailbox', 'a@b.example'], {
		config,
	});
	expect(again.code).toBe(1);
	expect(again.stderr).toContain('There is a grant "ev" already.');
	expect((await runCli(['list'], {config})).stdout).toContain('evmail@example.com');
});

test('a huge paste and escape sequences end in a sentence without them', async () => {
	const config = place();
	const huge = await runCli(['add', 'ev', ...good, '--client-secret-stdin'], {
		config,
		stdin: 'x'.repeat(100_000),
	});
	expect(huge.code).toBe(2);
	expect(huge.stderr).toContain('longer than any client secret');
	const more = await runCli(['add', 'ev', ...good, '--client-secret-stdin'], {
		config,
		stdin: 'x'.repeat(1_000_000),
	});
	expect(more.code).toBe(1);
	const escapes = await runCli(
		['add', 'ev', '--provider', '\u001B[31mred\u0007', '--mailbox', '\u001B]0;title\u0007x'],
		{config},
	);
	expect(escapes.code).toBe(2);
	expect(escapes.stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
});

test.each([[{}], [{TERM: 'dumb'}]])(
	'no terminal for the screens, %j: a sentence and the commands to use instead',
	async env => {
		for (const args of [[], ['practice']]) {
			const ended = await runCli(args, {config: place(), env});
			expect(ended).toMatchObject({code: 2, stdout: ''});
			expect(ended.stderr).toMatch(/^The screens need a terminal/);
			expect(ended.stderr).toContain('mailgrant add NAME');
		}
	},
);

test.each(['status', 'check', 'sign-in', 'test', 'token', 'remove'])(
	'%s of a grant that is not there names those that are',
	async command => {
		const config = place();
		await runCli(['add', 'ev', ...good], {config});
		const ended = await runCli([command, 'nobody'], {config});
		expect(ended).toMatchObject({code: 1, stdout: ''});
		expect(ended.stderr).toContain('There is no grant "nobody".');
		expect(ended.stderr).toContain('ev');
	},
);

test.each(['0', '-1', 'ten', '1e9', '99999'])('--timeout=%s is wrong usage', async seconds => {
	const ended = await runCli(['list', `--timeout=${seconds}`], {config: place()});
	expect(ended).toMatchObject({code: 2, stdout: ''});
});

test('a loose directory is refused with the command that mends it', async () => {
	const config = place();
	mkdirSync(config, {mode: 0o700});
	chmodSync(config, 0o755);
	const ended = await runCli(['list'], {config});
	expect(ended.code).toBe(1);
	expect(ended.stderr).toContain(`chmod 700 ${config}`);
});

test('a damaged file is named and stays as it is', async () => {
	const config = place();
	mkdirSync(config, {mode: 0o700});
	const file = path.join(config, 'grants.json');
	writeFileSync(file, '{"version"', {mode: 0o600});
	const ended = await runCli(['list'], {config});
	expect(ended.code).toBe(1);
	expect(ended.stderr).toContain(file);
});

test('sign-in of a grant that lacks its IDs says what is missing', async () => {
	const config = place();
	await runCli(['add', 'ev', ...good], {config});
	const ended = await runCli(['sign-in', 'ev'], {config});
	expect(ended.code).toBe(1);
	expect(ended.stderr).toMatch(/Tenant ID, Client ID/);
});

test('--version prints the version alone', async () => {
	const ended = await runCli(['--version'], {config: place()});
	expect(ended).toMatchObject({code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/)});
});
