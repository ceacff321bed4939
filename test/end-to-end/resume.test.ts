import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createBrowser} from '../../source/practice/browser.js';
import {chooseStep} from '../helpers/choose-step.js';
import {freePort} from '../helpers/practice-world.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {openProgram} from './program.js';

const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
let servers: ChildProcess;
let line: {
	readonly client: {readonly id: string; readonly secret: string};
	readonly endpoints: Readonly<
		Record<'authorize' | 'token' | 'device' | 'metadata' | 'imap' | 'smtps', string>
	>;
	readonly caFile: string;
};

beforeAll(async () => {
	servers = spawn(process.execPath, [program, 'practice', '--serve'], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (!servers.stdout) throw new Error('no output');
	const [first] = await once(createInterface(servers.stdout), 'line');
	line = JSON.parse(first);
});

afterAll(async () => {
	servers.kill();
	await once(servers, 'exit');
});

async function addGrant(config: string) {
	const {endpoints, client, caFile} = line;
	const flags = {
		provider: 'custom',
		mailbox: 'evmail@practice.example',
		'client-id': client.id,
		'authorize-url': endpoints.authorize,
		'token-url': endpoints.token,
		'device-url': endpoints.device,
		imap: endpoints.imap,
		smtp: endpoints.smtps,
		'smtp-security': 'tls',
		scope: 'mail.imap mail.smtp offline_access',
		'ca-file': caFile,
		'callback-port': String(await freePort()),
	};
	const child = spawn(
		process.execPath,
		[
			program,
			'--config',
			config,
			'add',
			'evmail',
			'--client-secret-stdin',
			...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
		],
		{stdio: ['pipe', 'inherit', 'inherit']},
	);
	child.stdin.end(client.secret);
	expect(await once(child, 'exit')).toEqual([0, null]);
}

test('a form that was not finished is there again after kill -9', async () => {
	const config = path.join(temporaryDirectory(), 'config');
	const first = openProgram(['--config', config]);
	await first.waitFor(/needs you {2}1/);
	await first.press('enter');
	await first.waitFor(/Email Token Name/);
	await first.press('tab');
	await first.waitFor(/› Email Token Type/);
	await first.press('tab');
	await first.waitFor(/› Email Address/);
	await first.type('evmail@acme');
	await first.waitFor(/Email Address .*evmail@acme/);
	await expect
		.poll(() => readFileSync(path.join(config, 'grants.json'), 'utf8'), {timeout: 5000})
		.toContain('evmail@acme');
	first.kill('SIGKILL');
	await first.exited;
	await first.close();

	const second = openProgram(['--config', config]);
	const shown = await second.waitFor(/Email Address .*evmail@acme/);
	expect(shown).toMatch(/^1 {2}Provider and mailbox/);
	await second.close();
}, 60_000);

test('a sign-in that was waiting when the line broke is completed by paste afterwards', async () => {
	const config = path.join(temporaryDirectory(), 'config');
	await addGrant(config);
	const first = openProgram(['--config', config], {columns: 80});
	await first.waitFor(/IDs and secret/);
	await chooseStep(first, 'IDs and secret');
	await first.press('enter');
	await first.waitFor(/Client Secret {2}is right/);
	await first.press('escape');
	await first.waitFor(/› done +\d+ {2}IDs and secret/);
	await chooseStep(first, 'Sign in');
	await first.press('enter');
	await first.waitFor(/listening on localhost/);
	await first.press('enter');
	await expect.poll(() => first.clipboard(), {timeout: 5000}).toMatch(/^https:/);
	const address = first.clipboard() ?? '';
	first.kill('SIGHUP');
	await first.exited;
	expect(first.isAlternate()).toBe(false);
	await first.close();

	const browser = createBrowser(readFileSync(line.caFile, 'utf8'));
	const last = await browser.signIn(address, 'evmail@practice.example');
	const second = openProgram(['--config', config]);
	await second.waitFor(/listening on localhost/);
	await second.paste(last);
	const done = await second.waitFor(/Refresh token {3}stored/);
	expect(done).toContain('the address was pasted');
	await second.close();
}, 60_000);

test('what was carried over already is still marked after the line broke', async () => {
	const config = path.join(temporaryDirectory(), 'config');
	const flags = ['--provider', 'microsoft', '--mailbox', 'evmail@acme.com'];
	const child = spawn(process.execPath, [program, '--config', config, 'add', 'evmail', ...flags], {
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	expect(await once(child, 'exit')).toEqual([0, null]);
	const first = openProgram(['--config', config]);
	await chooseStep(first, 'ExtraView token form');
	await first.press('enter');
	await first.waitFor(/Email Token Name/);
	await first.press('c');
	await first.waitFor(/› copied +Email Token Name/);
	await expect
		.poll(() => readFileSync(path.join(config, 'grants.json'), 'utf8'), {timeout: 5000})
		.toContain('carried:token-form');
	first.kill('SIGHUP');
	await first.exited;
	await first.close();

	const second = openProgram(['--config', config]);
	await second.waitFor(/copied +Email Token Name/);
	await second.close();
}, 60_000);
