import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {Ended} from '../helpers/followed.js';
import {scopes} from './rig/authorization-server.js';
import {openDialogue} from './rig/dialogue.js';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {beginSignIn, signInByCallback, untilExpired, userBrowser} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';
import {reportsOf, serviceIn} from './rig/test-report.js';

describe.skipIf(whyNoRig())('commands against real servers', {timeout: 60_000}, () => {
	let rig: Rig;
	let mailgrant: Mailgrant;
	beforeAll(async () => {
		rig = await startRig();
	}, 60_000);
	afterAll(() => rig?.stop());
	beforeEach(() => {
		mailgrant = createMailgrant();
	});
	afterEach(async () => {
		rig.authorization.faults.accessTokenSeconds = 3600;
		await mailgrant.close();
	});

	const expectOk = (ended: Ended) => {
		expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({code: 0});
		return ended;
	};

	/** Every service green, and the message came back. */
	async function expectRoundTrip(name: string, protocols: readonly string[]) {
		const ended = expectOk(await mailgrant.run(['test', name, '--round-trip', '--json']));
		const [report] = reportsOf(ended);
		expect(report).toMatchObject({grant: name, ok: true, roundTrip: {ok: true}});
		expect(report?.roundTrip?.seconds).toBeGreaterThanOrEqual(0);
		expect(report?.services.map(({protocol, ok}) => ({protocol, ok}))).toEqual(
			protocols.map(protocol => ({protocol, ok: true})),
		);
		return ended;
	}

	test('the callback leads from an empty start to a green round trip', async () => {
		expectOk(await mailgrant.add(rig, 'first'));
		const {command, url} = await beginSignIn(mailgrant, rig, 'first');
		const page = await userBrowser(rig).visit(url);
		expect(page).toMatchObject({status: 200});
		expect(page.url.startsWith(rig.redirectUri)).toBe(true);
		expect(page.text).toMatch(/close/i);
		expectOk(await command.ended);

		const ended = await expectRoundTrip('first', ['imap', 'smtp']);
		expect(serviceIn(ended, 'imap').layers).toEqual(
			expect.arrayContaining(['connect', 'TLS', 'sign in', 'open']),
		);
		for (const layer of serviceIn(ended, 'smtp').service.layers) {
			expect(layer).toMatchObject({ok: true, ms: expect.any(Number), detail: expect.any(String)});
		}
	});

	test('a pasted address leads to a green round trip', async () => {
		expectOk(await mailgrant.add(rig, 'pasted'));
		const {command, url} = await beginSignIn(mailgrant, rig, 'pasted');
		const end = await userBrowser(rig).visit(url, {stopAt: rig.redirectUri});
		// As a terminal wraps it, with a blank that came along.
		command.write(` ${end.url}\n`);
		expectOk(await command.ended);
		await expectRoundTrip('pasted', ['imap', 'smtp']);
	});

	test('a sign-in that was killed is completed by paste at the next start', async () => {
		expectOk(await mailgrant.add(rig, 'killed'));
		const first = await beginSignIn(mailgrant, rig, 'killed');
		const end = await userBrowser(rig).visit(first.url, {stopAt: rig.redirectUri});
		first.command.kill('SIGKILL');
		await first.command.ended;
		const {command, url} = await beginSignIn(mailgrant, rig, 'killed');
		expect(url).toBe(first.url);
		command.write(`${end.url}\n`);
		expectOk(await command.ended);
		expectOk(await mailgrant.run(['token', 'killed']));
	});

	test('a device code leads to a green round trip', async () => {
		expectOk(await mailgrant.add(rig, 'device', {flow: 'device'}));
		const command = mailgrant.start(['sign-in', 'device']);
		const [userCode] = await command.until(/\b[A-Z]{4}-[A-Z]{4}\b/);
		const [address] = await command.until(/https:\/\/localhost:\d+\/device\b/);
		const page = await userBrowser(rig, rig.mailbox).visit(`${address}?user_code=${userCode}`);
		expect(page.text).toContain('Device allowed');
		expectOk(await command.ended);
		await expectRoundTrip('device', ['imap', 'smtp']);
	});

	test('POP3 and smtps lead to a green round trip', async () => {
		const {ports} = rig.dovecot;
		expectOk(
			await mailgrant.add(rig, 'pop', {
				incoming: 'pop3',
				imap: undefined,
				'imap-security': undefined,
				pop3: `localhost:${ports.pop3s}`,
				'pop3-security': 'tls',
				smtp: `localhost:${rig.postfix.ports.smtps}`,
				'smtp-security': 'tls',
				scope: `${scopes.pop3} ${scopes.smtp}`,
			}),
		);
		expectOk(await signInByCallback(mailgrant, rig, 'pop'));
		await expectRoundTrip('pop', ['pop3', 'smtp']);
	});

	test('servers that offer OAUTHBEARER alone lead to a green round trip', async () => {
		const other = await startRig({mechanisms: 'oauthbearer'});
		try {
			expectOk(await mailgrant.add(other, 'bearer'));
			expectOk(await signInByCallback(mailgrant, other, 'bearer'));
			const ended = await expectRoundTrip('bearer', ['imap', 'smtp']);
			expect(serviceIn(ended, 'imap').service.layers).toContainEqual(
				expect.objectContaining({name: 'sign in', detail: expect.stringContaining('OAUTHBEARER')}),
			);
		} finally {
			await other.stop();
		}
	});

	test.each([
		['imap', scopes.imap],
		['pop3', scopes.pop3],
	] as const)(
		'%s after STARTTLS opens the mailbox where TLS is demanded',
		async (protocol, scope) => {
			expectOk(
				await mailgrant.add(rig, protocol, {
					incoming: protocol,
					outgoing: 'none',
					imap: undefined,
					'imap-security': undefined,
					smtp: undefined,
					'smtp-security': undefined,
					// Dovecot takes a client of its own address for secured; on this one it does not.
					[protocol]: `127.0.0.2:${rig.dovecot.ports[protocol]}`,
					[`${protocol}-security`]: 'starttls',
					scope,
				}),
			);
			expectOk(await signInByCallback(mailgrant, rig, protocol));
			const ended = expectOk(await mailgrant.run(['test', protocol, '--incoming', '--json']));
			expect(serviceIn(ended, protocol)).toMatchObject({ok: true});
		},
	);

	test('check looks at every host and at the client without a sign-in', async () => {
		expectOk(await mailgrant.add(rig, 'checked'));
		const {stdout} = expectOk(await mailgrant.run(['check', 'checked', '--json']));
		expect(stdout).toContain(String(rig.dovecot.ports.imaps));
		expect(stdout).toContain(String(rig.postfix.ports.submission));
		expect(stdout).toContain('XOAUTH2');
		expect(rig.authorization.requests).toContain('POST /token');
	});

	test('check tells a wrong secret from a right one', async () => {
		expectOk(await mailgrant.add(rig, 'wrong', {}, 'wrong~secret.0123456789012345678901234567'));
		const ended = await mailgrant.run(['check', 'wrong', '--json']);
		expect(ended.code).toBe(1);
		expect(ended.stdout).toContain('client authentication failed');
	});

	test('token prints an access token that the mail server takes, and nothing else', async () => {
		expectOk(await mailgrant.add(rig, 'token'));
		expectOk(await signInByCallback(mailgrant, rig, 'token'));
		const {stdout, stderr} = expectOk(await mailgrant.run(['token', 'token']));
		expect(stdout).toMatch(/^\S{1600}\n$/);
		expect(stderr).toBe('');
		const imap = await openDialogue({
			host: '127.0.0.1',
			port: rig.dovecot.ports.imaps,
			ca: rig.ca,
		});
		const response = btoa(`user=${rig.mailbox}\u0001auth=Bearer ${stdout.trim()}\u0001\u0001`);
		await imap.until(/^\* OK/);
		await imap.ask(`a AUTHENTICATE XOAUTH2 ${response}`, /^a OK/);
		imap.close();
	});

	test('an access token that has had its time is refreshed, again and again', async () => {
		rig.authorization.faults.accessTokenSeconds = 1;
		expectOk(await mailgrant.add(rig, 'short'));
		expectOk(await signInByCallback(mailgrant, rig, 'short'));
		const seen = new Set<string>();
		for (let turn = 0; turn < 3; turn++) {
			await untilExpired(mailgrant, 'short');
			seen.add(expectOk(await mailgrant.run(['token', 'short'])).stdout);
		}
		expect(seen.size).toBe(3);
		await untilExpired(mailgrant, 'short');
		rig.authorization.faults.accessTokenSeconds = 3600;
		await expectRoundTrip('short', ['imap', 'smtp']);
	});

	test('of several programs that need a new token at once, one refreshes', async () => {
		rig.authorization.faults.accessTokenSeconds = 1;
		expectOk(await mailgrant.add(rig, 'many'));
		expectOk(await signInByCallback(mailgrant, rig, 'many'));
		await untilExpired(mailgrant, 'many');
		rig.authorization.faults.accessTokenSeconds = 3600;
		const before = rig.authorization.requests.length;
		const ends = await Promise.all(Array.from({length: 4}, () => mailgrant.run(['token', 'many'])));
		for (const ended of ends) expectOk(ended);
		expect(new Set(ends.map(({stdout}) => stdout)).size).toBe(1);
		expect(rig.authorization.requests.slice(before)).toEqual(['POST /token']);
		// A refresh token that was used twice would have revoked all.
		await expectRoundTrip('many', ['imap', 'smtp']);
	});

	test('no secret is on the screen or readable on the disk', async () => {
		const said = [
			expectOk(await mailgrant.add(rig, 'quiet')),
			expectOk(await signInByCallback(mailgrant, rig, 'quiet')),
			expectOk(await mailgrant.run(['test', 'quiet', '--round-trip'])),
			expectOk(await mailgrant.run(['status', 'quiet'])),
			expectOk(await mailgrant.run(['status', '--json'])),
			expectOk(await mailgrant.run(['list'])),
		]
			.map(({stdout, stderr}) => stdout + stderr)
			.join('\n');
		const token = expectOk(await mailgrant.run(['token', 'quiet'])).stdout.trim();
		const files = readdirSync(mailgrant.home, {recursive: true, encoding: 'utf8'})
			.map(name => join(mailgrant.home, name))
			.filter(path => statSync(path).isFile());
		expect(files.length).toBeGreaterThan(1);
		for (const text of [said, ...files.map(path => readFileSync(path, 'latin1'))]) {
			expect(text).not.toContain(rig.authorization.clientSecret);
			expect(text).not.toContain(token.slice(0, 40));
		}
		for (const path of files.filter(path => path.startsWith(mailgrant.config))) {
			expect(statSync(path).mode & 0o077, path).toBe(0);
		}
	});

	test('status and list tell of a grant, and remove takes it away', async () => {
		expectOk(await mailgrant.add(rig, 'kept'));
		expectOk(await mailgrant.add(rig, 'gone'));
		expect(expectOk(await mailgrant.run(['list'])).stdout).toMatch(/kept[\s\S]*gone/);
		expectOk(await mailgrant.run(['remove', 'gone', '--yes']));
		expect(expectOk(await mailgrant.run(['list'])).stdout).not.toContain('gone');
		const ended = await mailgrant.run(['status', 'gone']);
		expect(ended.code).toBeGreaterThan(0);
		expect(ended.stderr).toContain('gone');
	});
});
