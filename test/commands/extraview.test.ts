import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {StepId} from '../../source/checklist/step-id.js';
import {saveClientSecret} from '../../source/tasks/grants.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {runCommand} from '../helpers/run-command.js';

let world: PracticeWorld;
beforeEach(async () => {
	world = await practiceWorld();
});
afterEach(() => world.close());

const mailbox = 'evmail@practice.example';
const extraviewUrl = 'https://track.acme.com/evj';

/** A command against the practice world, with what was piped into it, or typed. */
const mailgrant = (args: readonly string[], stdin = '', {isTerminal = false} = {}) =>
	runCommand(args, world.services, isTerminal ? {typed: stdin.trimEnd().split('\n')} : {stdin});

async function signIn(record: GrantRecord) {
	const listening = Promise.withResolvers<string>();
	const signing = beginSignIn(world.context, record, progress => {
		if (progress.callback.is === 'listening') listening.resolve(progress.authorizationUrl);
	});
	await world.practice.practice.playBrowser(await listening.promise, mailbox);
	await signing.done;
}

const secret = () => world.services.secrets.read('evmail').clientSecret?.value ?? '-';

describe('values', () => {
	test('prints the form, and the secret’s beginning only', async () => {
		await world.grant({extraviewUrl});
		const {code, stdout} = await mailgrant(['values', 'evmail']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^evmail: Advanced → Access Tokens/);
		expect(stdout).toContain('2 Email Token Type, required\n  Microsoft Azure\n');
		expect(stdout).toContain('8 (label not known) the URL of the authorization server, required');
		expect(stdout).not.toContain(secret());
	});

	test('--json has every field, and no part of the secret', async () => {
		await world.grant();
		const {stdout} = await mailgrant(['values', 'evmail', '--json']);
		const {fields} = JSON.parse(stdout);
		expect(fields).toHaveLength(9);
		expect(fields[5]).toMatchObject({label: 'Client Secret', isSecret: true});
		expect(stdout).not.toContain(secret().slice(0, 6));
	});

	test('what is missing is said, with exit code 1', async () => {
		await world.grant({provider: 'custom', clientId: ''});
		const {code, stdout} = await mailgrant(['values', 'evmail']);
		expect([code, stdout]).toEqual([1, expect.stringContaining('(missing) Enter it in')]);
	});

	test('a field that is none, and --copy with --json, are wrong usage', async () => {
		await world.grant();
		expect(await mailgrant(['values', 'evmail', '--copy', '12'])).toMatchObject({code: 2});
		expect(await mailgrant(['values', 'evmail', '--copy', '6', '--json'])).toMatchObject({code: 2});
	});
});

describe('handoff', () => {
	test('prints the sheet, with the From addresses in it and no secret', async () => {
		await world.grant({extraviewUrl});
		// The practice portal names its own secret, so another one is kept.
		await saveClientSecret(world.services, 'evmail', 'kQ8Q~not.the.one.of.the.practice.portal');
		const {code, stdout} = await mailgrant([
			'handoff',
			'evmail',
			'--from',
			'boss@acme.com',
			'--from',
			'EMAIL_FROM_ADDRESS=a@acme.com',
		]);
		expect(code).toBe(0);
		expect(stdout).toContain('-Identity boss@acme.com -Trustee evmail@practice.example');
		expect(stdout).toContain('-Identity a@acme.com -Trustee');
		expect(stdout).not.toContain(secret());
		const json = await mailgrant(['handoff', 'evmail', '--json']);
		expect(JSON.parse(json.stdout)).toMatchObject({
			grant: 'evmail',
			sheet: expect.stringMatching(/^Hand-over/),
		});
	});

	test('without --from the From addresses of the grant are in it', async () => {
		await world.grant({emailFromUserId: 'boss@acme.com'});
		const {stdout} = await mailgrant(['handoff', 'evmail']);
		expect(stdout).toContain('-Identity boss@acme.com -Trustee');
		const other = await mailgrant(['handoff', 'evmail', '--from', 'a@acme.com']);
		expect(other.stdout).not.toContain('boss@acme.com');
	});

	test('a wrong address is wrong usage', async () => {
		await world.grant();
		expect(await mailgrant(['handoff', 'evmail', '--from', 'boss'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('--from: custom: "boss" has no domain'),
		});
	});
});

describe('properties', () => {
	const text = 'MAILBOX_USER=old\nMAIL_HOST=x\nMAIL_PASSWORD=hunter2\n';
	const named = (content = text) => {
		const file = path.join(world.directory, 'task.properties');
		writeFileSync(file, content);
		return file;
	};
	const properties = (...more: readonly string[]) => [
		'properties',
		'evmail',
		'--task',
		'evmail',
		...more,
	];

	test('shows the difference of a piped text, and hides its secrets', async () => {
		await world.grant({extraviewUrl});
		const {code, stdout} = await mailgrant(properties(), text);
		expect(code).toBe(0);
		expect(stdout).toContain(`  -MAILBOX_USER=old\n  +MAILBOX_USER=${mailbox}`);
		expect(stdout).toContain('Not written.');
		expect(stdout).toMatch(/MAIL_HOST: .* host \(probably\)/);
		expect(stdout).not.toContain('hunter2');
	});

	test('--write changes the file and says where the old one is', async () => {
		await world.grant({extraviewUrl});
		const file = named();
		const {code, stdout} = await mailgrant(
			properties(file, '--write', '--answer', 'MAIL_HOST=host', '--json'),
		);
		expect(code).toBe(0);
		expect(readFileSync(file, 'utf8')).toBe(
			`MAILBOX_USER=${mailbox}\nMAIL_HOST=localhost\nMAIL_PASSWORD=hunter2\n`,
		);
		const {written, questions} = JSON.parse(stdout);
		expect(readFileSync(written.backup, 'utf8')).toBe(text);
		expect(questions).toEqual([]);
		expect(stdout).not.toContain('hunter2');
	});

	test('on a terminal it asks once, and remembers', async () => {
		await world.grant({extraviewUrl});
		const file = named();
		const first = await mailgrant(properties(file), '\n', {isTerminal: true});
		expect(first.stderr).toContain('MAIL_HOST (Enter: host):');
		expect(first.stdout).toContain('+MAIL_HOST=localhost');
		const second = await mailgrant(properties(file), '', {isTerminal: true});
		expect(second.stderr).not.toContain('Enter');
		expect(second.stdout).toContain('+MAIL_HOST=localhost');
	});

	test('a text that came twice is said so, and JSON has no secret of it', async () => {
		await world.grant();
		const {stdout} = await mailgrant(properties('--json'), text + text);
		expect(JSON.parse(stdout).faults).toMatchObject([{type: 'twice'}]);
		expect(stdout).not.toContain('hunter2');
	});

	test('a text that is cut off is not written', async () => {
		await world.grant();
		const file = named('A=1\nMAILBOX_US');
		expect(await mailgrant(properties(file, '--write'))).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('not whole'),
		});
		expect(readFileSync(file, 'utf8')).toBe('A=1\nMAILBOX_US');
	});

	test('the template says that it is one', async () => {
		await world.grant();
		const {stdout} = await mailgrant(properties('--template'));
		expect(stdout).toMatch(/^# TEMPLATE/);
	});

	test('the spool is told, its newest error explained', async () => {
		await world.grant();
		const spool = path.join(world.directory, 'spool');
		mkdirSync(spool);
		writeFileSync(path.join(spool, '__1'), '');
		const log = path.join(world.directory, 'log');
		writeFileSync(log, '554 5.2.252 SendAsDenied; a not allowed to send as b\n');
		const {stdout} = await mailgrant(properties('--spool', spool, '--log', log), text);
		expect(stdout).toContain('0 mails wait, 1 mail failed.');
		expect(stdout).toContain('The account may not send as this address');
	});

	test.each([
		[[], /lacks its --task/],
		[['--task', 'mail'], /evmail or batchmail/],
		[['--task', 'evmail', '--write'], /needs a FILE/],
		[['--task', 'evmail', '--log', '/x'], /needs --spool/],
		[['--task', 'evmail', '--answer', 'HOST=nothing'], /KEY=MEANING/],
		[['--task', 'evmail', '--email-from-address', 'x'], /no domain/],
	])('properties evmail %j is wrong usage', async (more, words) => {
		await world.grant();
		expect(await mailgrant(['properties', 'evmail', ...more], text)).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(words),
		});
	});
});

describe('senders', () => {
	test('tells which addresses may be used, and how the others are repaired', async () => {
		await signIn(await world.grant());
		const args = [
			'senders',
			'evmail',
			'--from',
			mailbox,
			'--from',
			'EMAIL_FROM_USER_ID=ada@practice.example',
			'--to',
			mailbox,
		];
		const {code, stdout} = await mailgrant(args);
		expect(code).toBe(1);
		expect(stdout).toContain(`fine       ${mailbox}\n`);
		expect(stdout).toContain('refused    ada@practice.example  (EMAIL_FROM_USER_ID)');
		expect(stdout).toContain('3. Add-RecipientPermission -Identity ada@practice.example');
		const json = await mailgrant([...args, '--json']);
		expect(JSON.parse(json.stdout)).toMatchObject({
			grant: 'evmail',
			to: mailbox,
			senders: [
				{address: mailbox, verdict: 'fine', ok: true},
				{settings: ['EMAIL_FROM_USER_ID'], verdict: 'refused', ok: false},
			],
		});
	});

	test('without --from the mailbox is tried, and without --to nothing', async () => {
		await signIn(await world.grant());
		expect(await mailgrant(['senders', 'evmail', '--to', mailbox])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('fine'),
			stderr: expect.stringContaining("--from 'EMAIL_FROM_USER_ID=ADDRESS'"),
		});
		expect(await mailgrant(['senders', 'evmail'])).toMatchObject({code: 2});
	});

	test('the grant’s own addresses are tried, and what came of them stands in the checklist', async () => {
		const {fromAddresses} = world.practice.practice.extraview;
		await signIn(await world.grant({extraviewUrl, ...fromAddresses}));
		const all = await mailgrant(['senders', 'evmail', '--to', mailbox, '--json']);
		expect(all.code).toBe(0);
		expect(JSON.parse(all.stdout).senders).toHaveLength(4);
		expect(step('senders')).toMatchObject({outcome: 'proved', summary: 'all 4 may be used'});
		// One address says nothing of the others.
		await mailgrant(['senders', 'evmail', '--to', mailbox, '--from', 'ada@practice.example']);
		expect(step('senders')?.outcome).toBe('proved');
	});

	test('before the sign-in nothing is tried, and the step goes on waiting', async () => {
		await world.grant({extraviewUrl, emailFromAddress: mailbox});
		const {code, stdout} = await mailgrant(['senders', 'evmail', '--to', mailbox]);
		expect([code, stdout]).toEqual([1, expect.stringContaining('Nobody has signed in yet')]);
		expect(step('senders')).toBeUndefined();
	});

	test('settings that are not entered leave the step open', async () => {
		await signIn(await world.grant({extraviewUrl, emailFromAddress: mailbox}));
		const {code, stderr} = await mailgrant(['senders', 'evmail', '--to', mailbox]);
		expect(code).toBe(0);
		expect(stderr).toContain("--from 'EMAIL_FROM_USER_ID=ADDRESS'");
		expect(stderr).not.toContain("--from 'EMAIL_FROM_ADDRESS=ADDRESS'");
		expect(step('senders')).toMatchObject({
			outcome: 'open',
			summary: '1 may be used, 3 settings not entered',
		});
	});
});

const step = (id: StepId) => world.services.grants.read('evmail')?.evidence[id];

describe('say', () => {
	test('keeps the word, with its reason, and takes it back', async () => {
		await world.grant({extraviewUrl});
		expect(
			await mailgrant(['say', 'evmail', 'web-server', '--reason', 'hosted\u001B[2J']),
		).toMatchObject({code: 0, stdout: 'Web server passes it: done, hosted\n'});
		expect(step('web-server')).toMatchObject({outcome: 'said', summary: 'hosted'});
		const undone = await mailgrant(['say', 'evmail', 'web-server', '--undo', '--json']);
		expect(JSON.parse(undone.stdout)).toMatchObject({step: 'web-server', status: 'waiting'});
		expect(step('web-server')).toBeUndefined();
	});

	test.each([
		[['evmail', 'web-server'], 2, /lacks its --reason/],
		[['evmail', 'incoming'], 2, /no step that can be said/],
		[['nobody', 'register'], 1, /no grant "nobody"/],
	])('say %j is refused', async (args, code, words) => {
		await world.grant({extraviewUrl});
		expect(await mailgrant(['say', ...args])).toMatchObject({
			code,
			stderr: expect.stringMatching(words),
		});
	});

	test('a step that is left out can’t be said', async () => {
		await world.grant({outgoing: 'none'});
		expect(await mailgrant(['say', 'evmail', 'batchmail'])).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('left out for evmail: no outgoing mail'),
		});
	});
});

describe('what commands find stands in the checklist', () => {
	test('properties: open with a value to carry over, proved when it was written', async () => {
		await world.grant({extraviewUrl});
		const file = path.join(world.directory, 'task.properties');
		writeFileSync(file, 'MAILBOX_USER=old@acme.com\n');
		const args = ['properties', 'evmail', '--task', 'evmail', file];
		await mailgrant(args);
		expect(step('evmail')).toMatchObject({outcome: 'open', summary: '1 value to carry over'});
		await mailgrant([...args, '--write']);
		expect(step('evmail')?.outcome).toBe('proved');
	});

	test('properties: the grant’s own file is read where nothing is piped in', async () => {
		const file = path.join(world.directory, 'own.properties');
		writeFileSync(file, 'MAILBOX_USER=old@acme.com\n');
		await world.grant({extraviewUrl, evmailFile: file});
		const args = ['properties', 'evmail', '--task', 'evmail'];
		const own = await mailgrant(args, '', {isTerminal: true});
		expect(own.stdout).toContain('-MAILBOX_USER=old@acme.com');
		const piped = await mailgrant(args, 'MAILBOX_USER=piped@acme.com\n');
		expect(piped.stdout).toContain('-MAILBOX_USER=piped@acme.com');
	});

	test('probe: who answers, and what the configuration of this host lacks', async () => {
		await world.grant({extraviewUrl: world.practice.practice.extraview.url});
		const {code, stdout} = await mailgrant(['probe', 'evmail']);
		expect([code, stdout]).toEqual([1, expect.stringContaining('answers 404 itself')]);
		expect(step('web-server')).toMatchObject({
			outcome: 'failed',
			summary: 'The mount points are missing',
		});
		const applied = await mailgrant(['mounts', 'evmail', '--apply', '--yes', '--reload']);
		expect(applied.code).toBe(0);
		expect(await mailgrant(['probe', 'evmail'])).toMatchObject({code: 0});
		expect(step('web-server')?.outcome).toBe('proved');
	});
});

describe('status tells what ends', () => {
	const soon = (days: number) =>
		new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

	test('in words, in JSON, and for a monitor with its codes', async () => {
		await world.grant({secretExpires: soon(3)});
		const text = await mailgrant(['status', 'evmail']);
		expect(text.stdout).toMatch(/\n {2}Now: Client Secret ends in [234] days \(\d{4}-/);
		const json = JSON.parse((await mailgrant(['status', '--json'])).stdout);
		expect(json[0].endings).toContainEqual(
			expect.objectContaining({id: 'client-secret', nearness: 'close'}),
		);
		const monitored = await mailgrant(['status', '--monitor']);
		expect(monitored.code).toBe(2);
		expect(monitored.stdout).toMatch(
			/^MAILGRANT CRITICAL - evmail: Client Secret ends in .* \| 'evmail/,
		);
		expect(await mailgrant(['edit', 'evmail', '--secret-expires', soon(400)])).toMatchObject({
			code: 0,
		});
		expect((await mailgrant(['status', '--monitor'])).code).toBe(0);
	});

	test('a collector’s file is written in the place of the old one', async () => {
		await world.grant({secretExpires: soon(90)});
		const file = path.join(world.directory, 'mailgrant.prom');
		writeFileSync(file, 'old');
		expect(await mailgrant(['status', '--prometheus', file])).toMatchObject({code: 0, stdout: ''});
		expect(readFileSync(file, 'utf8')).toContain(
			'mailgrant_ending_timestamp_seconds{grant="evmail"',
		);
		expect(await mailgrant(['status', '--prometheus', '/nowhere/x.prom'])).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('There is no directory'),
		});
		expect(await mailgrant(['status', '--monitor', '--json'])).toMatchObject({code: 2});
	});

	test('without a grant a monitor knows nothing', async () => {
		expect(await mailgrant(['status', '--monitor'])).toMatchObject({code: 3});
	});
});
