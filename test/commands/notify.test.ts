import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {headersOf, mailIn, textOf} from '../helpers/mail-in.js';
import {openRelay} from '../helpers/relay.js';
import {runCli, startCli} from '../helpers/run-cli.js';
import {type SignedIn, signedIn} from '../helpers/signed-in.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const admin = 'ada@practice.example';

describe('notify', {timeout: 60_000}, () => {
	let world: SignedIn;
	beforeAll(async () => {
		world = await signedIn();
	});
	beforeEach(async () => {
		world.fault({});
		await world.signIn();
		await world.services.notify.update(() => ({settings: {to: []}, told: {}}));
	});
	afterAll(() => world?.close());

	const run = (...args: readonly string[]) => runCli(args, {config: world.config});
	const arrived = () => mailIn(world.practice, admin);

	test('who is told is set, shown everywhere, and taken back', async () => {
		expect(await run('notify')).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('Nobody is told'),
		});
		expect((await run('status')).stdout).toMatch(
			/Told by mail when something needs a person: nobody\. Name somebody: mailgrant notify --to ADDRESS\n$/,
		);
		const set = await run('notify', '--to', admin, '--to', 'b@acme.com', '--through', 'evmail');
		expect(set).toMatchObject({code: 0, stderr: 'Next: mailgrant notify --test\n'});
		const whom = `${admin}, b@acme.com, through evmail, else another grant that works`;
		expect(set.stdout).toContain(`Told by mail when something needs a person: ${whom}\n`);
		expect((await run('status')).stdout).toContain(whom);
		const [json] = JSON.parse((await run('status', '--json')).stdout);
		expect(json.notify).toEqual({to: [admin, 'b@acme.com'], through: 'evmail'});
		const file = path.join(world.config, 'notify.json');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(JSON.parse(readFileSync(file, 'utf8')).settings).toEqual(json.notify);
		await run('notify', '--through', '');
		expect(JSON.parse((await run('notify', '--json')).stdout)).toEqual({
			to: [admin, 'b@acme.com'],
			told: [],
		});
		expect((await run('notify', '--off')).stdout).toContain('Nobody is told');
	});

	test('what is wrong is said at once, and nothing is kept', async () => {
		const wrong = await run('notify', '--to', 'admin', '--relay', 'localhost', '--from', 'x@');
		expect(wrong).toMatchObject({code: 2, stdout: ''});
		for (const flag of ['--to', '--relay', '--from']) expect(wrong.stderr).toContain(`${flag}: `);
		expect(await run('notify', '--through', 'nobody')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('There is no grant "nobody"'),
		});
		expect(await run('notify', '--off', '--to', admin)).toMatchObject({code: 2});
		expect(await run('notify', '--test')).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('mailgrant notify --to ADDRESS'),
		});
		expect((await run('notify')).stdout).toContain('Nobody is told');
	});

	test('--test really sends one and says through which grant', async () => {
		const before = (await arrived()).length;
		expect(await run('notify', '--to', admin, '--test')).toMatchObject({
			code: 0,
			stdout: `Sent to ${admin} through evmail.\n`,
		});
		const mails = await arrived();
		expect(mails).toHaveLength(before + 1);
		const {host} = world.services;
		expect(headersOf(mails.at(-1) ?? '')).toContain(
			`Subject: [mailgrant ${host.name}] test message`,
		);
		world.fault({smtp: {mechanisms: []}});
		const failed = await run('notify', '--test');
		expect(failed).toMatchObject({code: 1, stdout: ''});
		expect(failed.stderr).toMatch(
			/The message could not be sent by any way\.\n(?:.*\n)*.*evmail: /,
		);
	});

	test('refresh from cron tells it once, and once more when somebody has signed in', async () => {
		const relay = await openRelay();
		await run('notify', '--to', admin, '--relay', relay.at);
		await world.expire();
		world.fault({oauth: {isRevoked: true}});
		const first = await run('refresh', '--all');
		expect(first.code).toBe(3);
		expect(first.stderr).toContain(`Told ${admin} through ${relay.at}: [mailgrant `);
		expect(await run('refresh', '--all')).toMatchObject({code: 3, stderr: ''});
		expect((await run('status', '--monitor')).stdout).toContain(
			'CRITICAL - evmail: a person is needed: ',
		);
		expect(relay.messages).toHaveLength(1);
		const text = textOf(relay.messages[0]?.raw ?? '');
		expect(text).toContain(`mailgrant --config ${world.config} sign-in evmail`);
		expect(text).not.toContain(world.tokens()?.refreshToken);
		expect((await run('notify')).stdout).toContain('Told, and still open:\n    evmail: ');
		world.fault({});
		await world.signIn();
		const before = (await arrived()).length;
		expect((await run('refresh', '--json')).stderr).toContain(`Told ${admin} through evmail`);
		expect(headersOf((await arrived())[before] ?? '')).toContain('all is well again: evmail');
	});

	test('a mail that can not be sent is a word on standard error and a warning for the monitor', async () => {
		await run('notify', '--to', admin);
		await world.expire();
		world.fault({oauth: {isRevoked: true}});
		const failed = await run('refresh', '--all');
		expect(failed.code).toBe(3);
		expect(failed.stderr).toMatch(/^No mail to the admin: evmail: /);
		expect((await run('status', '--monitor')).stdout).toContain('no mail to the admin: evmail: ');
		expect((await run('status')).stdout).toMatch(/\n {2}Not sent since \S+Z: evmail: /);
		expect(await run('refresh', '--all')).toMatchObject({code: 3, stderr: ''});
	});

	test('the watcher tells it too', async () => {
		await run('notify', '--to', admin);
		// One that works beside the one that is dead.
		await run('copy', 'evmail', 'dead');
		const {tokens, clientSecret} = world.services.secrets.read('evmail');
		await world.services.secrets.update('dead', () => ({
			clientSecret,
			tokens: tokens && {...tokens, refreshToken: 'unknown', expiresAt: Date.now() - 1},
		}));
		const before = (await arrived()).length;
		const cli = startCli(
			['refresh', '--watch', '--token-dir', path.join(temporaryDirectory(), 't')],
			{
				config: world.config,
			},
		);
		await cli.until(/dead: needs a person: /);
		const [, subject] = await cli.until(/told ada@practice\.example through evmail: (.*)/);
		expect(subject).toMatch(/^\[mailgrant .*\] dead: /);
		expect(await arrived()).toHaveLength(before + 1);
		cli.kill('SIGTERM');
		expect(await cli.ended).toMatchObject({code: 0});
		await run('remove', 'dead', '--yes');
	}, 120_000);
});
