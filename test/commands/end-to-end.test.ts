import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import type {Ended} from '../helpers/followed.js';
import {freePort} from '../helpers/practice-world.js';
import {runCli, startCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const mailbox = 'evmail@practice.example';

describe('the built program against practice servers', {timeout: 30_000}, () => {
	let servers: PracticeServers;
	let directory: string;
	beforeAll(async () => {
		directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-commands-'));
		servers = await startPractice({directory: path.join(directory, 'practice')});
	});
	afterEach(() => servers?.faults.set({}));
	afterAll(async () => {
		await servers?.close();
		rmSync(directory, {recursive: true, force: true});
	});

	/** A configuration of its own, in which a grant can be added and signed in. */
	async function place() {
		const config = path.join(temporaryDirectory(), 'config');
		const port = await freePort();
		const {endpoints, identity, caFile} = servers;
		const flags: Record<string, string> = {
			provider: 'microsoft',
			mailbox,
			tenant: identity.tenant,
			'client-id': identity.clientId,
			'authorize-url': endpoints.microsoft.authorize,
			'token-url': endpoints.microsoft.token,
			'device-url': endpoints.microsoft.device,
			'metadata-url': endpoints.microsoft.metadata,
			imap: endpoints.imap,
			'imap-security': 'tls',
			smtp: endpoints.smtp,
			'smtp-security': 'starttls',
			'ca-file': caFile,
			'callback-port': String(port),
		};
		const run = (args: readonly string[], stdin?: string) => runCli(args, {config, stdin});
		return {
			config,
			run,
			start: (args: readonly string[]) => startCli(args, {config}),
			add: (name: string, more: Record<string, string> = {}, secret = identity.clientSecret) =>
				run(
					[
						'add',
						name,
						'--client-secret-stdin',
						...Object.entries({...flags, ...more}).map(([flag, value]) => `--${flag}=${value}`),
					],
					`${secret}\n`,
				),
			/** The browser on this host signs in, and comes back by itself. */
			async signIn(name: string, more: readonly string[] = []) {
				const cli = startCli(['sign-in', name, ...more], {config});
				const [url] = await cli.until(/https:\S+authorize\?\S+(?=\s)/);
				await servers.practice.playBrowser(url, mailbox);
				return cli.ended;
			},
		};
	}

	const expectOk = (ended: Ended) => {
		expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({code: 0});
		return ended;
	};

	test('add, sign-in by paste, test with round trip, token and remove', async () => {
		const {run, start, add, config} = await place();
		const said: Ended[] = [expectOk(await add('ev'))];
		const killed = start(['sign-in', 'ev']);
		const [url] = await killed.until(/https:\S+authorize\?\S+(?=\s)/);
		killed.kill('SIGKILL');
		await killed.ended;
		// Nobody listens now: the browser ends on an address that can be pasted into the next start.
		const address = await servers.practice.playBrowser(url, mailbox);
		const cli = start(['sign-in', 'ev']);
		await cli.until(/comes back by itself/);
		cli.write('http://localhost:1/callback?code=abcdefghijklmnop&state=old\n');
		await cli.until(/earlier|another attempt|old|state|elsewhere/i);
		// As a terminal wraps it.
		cli.write(`${address.slice(0, 80)}\n${address.slice(80)}\n`);
		said.push(expectOk(await cli.ended));
		const tested = expectOk(await run(['test', 'ev', '--round-trip', '--json']));
		said.push(tested);
		expect(JSON.parse(tested.stdout)).toEqual([
			{
				grant: 'ev',
				ok: true,
				services: ['imap', 'smtp'].map(protocol => ({
					protocol,
					ok: true,
					ms: expect.any(Number),
					layers: expect.arrayContaining([
						{name: 'sign in', ok: true, ms: expect.any(Number), detail: expect.any(String)},
					]),
				})),
				roundTrip: {ok: true, seconds: expect.any(Number)},
			},
		]);
		said.push(expectOk(await run(['status', 'ev'])), expectOk(await run(['list', '--json'])));
		const token = expectOk(await run(['token', 'ev']));
		expect(token).toMatchObject({stdout: expect.stringMatching(/^\S{800,}\n$/), stderr: ''});
		for (const {stdout, stderr} of said) {
			for (const secret of [servers.identity.clientSecret, token.stdout.trim()]) {
				expect(stdout + stderr).not.toContain(secret);
			}
		}
		expect(await run(['remove', 'ev'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('--yes'),
		});
		expectOk(await run(['remove', 'ev', '--yes']));
		expect(JSON.parse((await run(['list', '--json'])).stdout)).toEqual([]);
		expect(readdirSync(config)).toContain('grants.json');
	});

	test('the browser that comes back signs in, after the input has ended', async () => {
		const {add, signIn} = await place();
		expectOk(await add('ev'));
		const ended = expectOk(await signIn('ev', ['--json']));
		expect(JSON.parse(ended.stdout)).toMatchObject({
			grant: 'ev',
			ok: true,
			road: 'browser',
			account: mailbox,
			missingScopes: [],
			hasRefreshToken: true,
		});
	});

	test('a device code signs in where it is asked for', async () => {
		const {add, start} = await place();
		expectOk(await add('ev'));
		const cli = start(['sign-in', 'ev', '--flow', 'device']);
		cli.endInput();
		const [, code = ''] = await cli.until(/type ([A-Z0-9-]{6,})/);
		await servers.practice.playDevice(code, mailbox);
		expectOk(await cli.ended);
	});

	test('the wrong account is a failed sign-in, and leaves no token', async () => {
		const {add, start, run} = await place();
		expectOk(await add('ev'));
		const cli = start(['sign-in', 'ev']);
		const [url] = await cli.until(/https:\S+authorize\?\S+(?=\s)/);
		await servers.practice.playBrowser(url, 'ada@practice.example');
		const ended = await cli.ended;
		expect(ended.code).toBe(1);
		expect(ended.stderr).toContain('ada@practice.example signed in');
		expect(await run(['token', 'ev'])).toMatchObject({code: 3, stdout: ''});
		expect(await run(['status', 'ev'])).toMatchObject({code: 1});
	});

	test('check tells hosts and client, in JSON and in words', async () => {
		const {add, run} = await place();
		expectOk(await add('ev'));
		const [found] = JSON.parse(expectOk(await run(['check', '--json'])).stdout);
		expect(found).toMatchObject({grant: 'ev', ok: true, proxies: [], client: {ok: true}});
		expect(found.services.map(({protocol}: {protocol: string}) => protocol)).toEqual([
			'imap',
			'smtp',
			'https',
		]);
		expect(found.client.checks).toEqual([
			{name: 'tenant', status: 'ok', detail: expect.any(String)},
			{name: 'client', status: 'ok', detail: expect.any(String)},
			{name: 'secret', status: 'ok', detail: expect.any(String)},
		]);
		expect(expectOk(await run(['check', 'ev'])).stdout).toMatch(/ok {6}secret: is right/);
	});

	test('check fails for a wrong secret, a test without a sign-in fails too', async () => {
		const {add, run} = await place();
		expectOk(await add('ev', {}, 'wrong~secret=%"and space.0123456789012345'));
		const ended = await run(['check', 'ev']);
		expect(ended).toMatchObject({code: 1, stdout: expect.stringMatching(/failed {2}secret/)});
		expect(ended.stdout + ended.stderr).not.toContain('wrong~secret');
		const tested = await run(['test', 'ev', '--json']);
		expect(tested.code).toBe(1);
		expect(JSON.parse(tested.stdout)[0].services[0].diagnosis).toEqual({
			title: 'Nobody has signed in yet',
			cause: expect.any(String),
			fix: expect.any(Array),
			who: 'you',
			transient: false,
			said: '',
		});
	});

	test('several grants are tested in their order; a bare test asks which', async () => {
		const {add, run, signIn} = await place();
		expectOk(await add('first'));
		expectOk(await add('second', {incoming: 'none', 'callback-port': String(await freePort())}));
		expectOk(await signIn('first'));
		expectOk(await signIn('second'));
		expect(await run(['test'])).toMatchObject({code: 2, stderr: expect.stringContaining('--all')});
		const ended = expectOk(await run(['test', '--all', '--round-trip', '--json']));
		const [first, second] = JSON.parse(ended.stdout);
		expect(first).toMatchObject({grant: 'first', roundTrip: {ok: true}});
		expect(second).toMatchObject({grant: 'second', ok: true, services: [{protocol: 'smtp'}]});
		expect(second).not.toHaveProperty('roundTrip');
		expect(await run(['test', 'second', '--incoming'])).toMatchObject({code: 2});
		expect(
			await run(['test', 'first', '--round-trip', '--to', 'ada@practice.example']),
		).toMatchObject({code: 2});
	});

	test('a server that never answers fails at the deadline', async () => {
		const {add, run} = await place();
		expectOk(await add('ev'));
		servers.faults.set({imap: {breaks: {at: 'greeting', how: 'silence'}}});
		const ended = await run(['check', 'ev', '--timeout', '0.5', '--json']);
		const [found] = JSON.parse(ended.stdout);
		expect(ended.code).toBe(1);
		expect(found.services[0].layers.at(-1)).toMatchObject({name: 'greeting', ok: false});
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const)('%s ends a sign-in that waits with %i', async (signal, code) => {
		const {add, start} = await place();
		expectOk(await add('ev'));
		const cli = start(['sign-in', 'ev']);
		await cli.until(/comes back by itself/);
		cli.kill(signal);
		expect(await cli.ended).toMatchObject({code, stderr: `Stopped by ${signal}.\n`});
	});

	test('an occupied callback port leaves the paste open', async () => {
		const {createServer} = await import('node:net');
		const {add, start} = await place();
		const busy = createServer(socket => socket.destroy());
		await new Promise<void>(resolve => busy.listen(0, '127.0.0.1', resolve));
		const address = busy.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		expectOk(await add('ev', {'callback-port': String(port)}));
		const cli = start(['sign-in', 'ev']);
		const [url] = await cli.until(/https:\S+authorize\?\S+(?=\s)/);
		await cli.until(/can\u2019t come back by itself/);
		cli.write(`${await servers.practice.playBrowser(url, mailbox)}\n`);
		expectOk(await cli.ended);
		busy.close();
	});

	test('practice --serve prints one line of JSON and runs until a signal', async () => {
		const {start} = await place();
		const cli = start(['practice', '--serve']);
		cli.endInput();
		const [line] = await cli.until(/^\{.*\}\n/);
		expect(JSON.parse(line)).toMatchObject({
			endpoints: {imap: expect.stringMatching(/^localhost:\d+$/)},
			mailboxes: expect.arrayContaining([{address: mailbox}]),
			client: {id: expect.any(String), secret: expect.any(String), tenant: expect.any(String)},
			ca: expect.stringContaining('BEGIN CERTIFICATE'),
		});
		cli.kill('SIGTERM');
		expect(await cli.ended).toMatchObject({code: 0, stderr: ''});
	});
});
