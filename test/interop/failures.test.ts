import {createServer} from 'node:net';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {Ended} from '../helpers/followed.js';
import {freePorts} from '../helpers/free-ports.js';
import {scopes} from './rig/authorization-server.js';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {beginSignIn, signInByCallback, untilExpired, userBrowser} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';
import {expectFailure, serviceIn} from './rig/test-report.js';

describe.skipIf(whyNoRig())('failures against real servers', {timeout: 60_000}, () => {
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
		Object.assign(rig.authorization.faults, {
			accessTokens: 'good',
			reportedScope: undefined,
			refusedScopes: [],
			isDenied: false,
			accessTokenSeconds: 3600,
		});
		await mailgrant.close();
	});

	const expectOk = (ended: Ended) => {
		expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({code: 0});
		return ended;
	};

	async function addAndSignIn(flags: Record<string, string | undefined> = {}): Promise<void> {
		expectOk(await mailgrant.add(rig, 'grant', flags));
		expectOk(await signInByCallback(mailgrant, rig, 'grant'));
	}

	const testBoth = (...more: string[]) =>
		mailgrant.run(['test', 'grant', '--incoming', '--outgoing', '--json', ...more]);

	test('a token that the servers do not know fails the sign-in of each service', async () => {
		rig.authorization.faults.accessTokens = 'unknown';
		await addAndSignIn();
		const ended = await testBoth();
		expectFailure(ended, 'imap', 'sign in');
		expect(expectFailure(ended, 'smtp', 'sign in')).toContain('535');
	});

	test('a token that ended early fails the sign-in of each service', async () => {
		await addAndSignIn();
		rig.authorization.expireAccessTokens();
		const ended = await testBoth();
		expectFailure(ended, 'imap', 'sign in');
		expectFailure(ended, 'smtp', 'sign in');
	});

	test('a scope that was never asked for fails the one service that needs it', async () => {
		await addAndSignIn({scope: scopes.imap});
		const ended = await testBoth();
		expect(serviceIn(ended, 'imap')).toMatchObject({ok: true, diagnosis: undefined});
		expectFailure(ended, 'smtp', 'sign in');
	});

	test('a scope that the provider grants and the servers miss fails their sign-in', async () => {
		rig.authorization.faults.reportedScope = 'Mail.Read';
		await addAndSignIn();
		expectFailure(await testBoth(), 'imap', 'sign in');
	});

	test('a scope that the user refused fails the sign-in and leaves no token', async () => {
		rig.authorization.faults.refusedScopes = [scopes.smtp];
		expectOk(await mailgrant.add(rig, 'grant'));
		const ended = await signInByCallback(mailgrant, rig, 'grant');
		expect(ended.code).toBe(1);
		expect(ended.stdout + ended.stderr).toContain('SMTP.Send');
		const token = await mailgrant.run(['token', 'grant']);
		expect(token).toMatchObject({code: 3, stdout: ''});
	});

	test('a user who says no fails the sign-in, by callback and by paste', async () => {
		rig.authorization.faults.isDenied = true;
		expectOk(await mailgrant.add(rig, 'grant'));
		const called = await signInByCallback(mailgrant, rig, 'grant');
		expect(called.code).toBe(1);
		expect(called.stdout + called.stderr).toContain('The user said no');
		const {command, url} = await beginSignIn(mailgrant, rig, 'grant');
		const end = await userBrowser(rig).visit(url, {stopAt: rig.redirectUri});
		command.write(`${end.url}\n`);
		expect(await command.ended).toMatchObject({code: 1});
	});

	test('a wrong account fails the sign-in where an ID token names it', async () => {
		const scope = `${scopes.imap} ${scopes.smtp} openid email`;
		expectOk(await mailgrant.add(rig, 'grant', {scope}));
		const ended = await signInByCallback(mailgrant, rig, 'grant', rig.stranger);
		expect(ended.code).toBe(1);
		expect(ended.stdout + ended.stderr).toContain(rig.stranger);
	});

	test('a wrong account that nothing names fails at the mail server', async () => {
		expectOk(await mailgrant.add(rig, 'grant'));
		expectOk(await signInByCallback(mailgrant, rig, 'grant', rig.stranger));
		expectFailure(await testBoth(), 'imap', 'sign in');
	});

	test('a refresh token that is no longer known fails before any connection', async () => {
		rig.authorization.faults.accessTokenSeconds = 1;
		await addAndSignIn();
		await untilExpired(mailgrant, 'grant');
		rig.authorization.revokeAll();
		const ended = await testBoth();
		expect(ended.code).toBe(1);
		for (const protocol of ['imap', 'smtp']) {
			const {ok, layers, diagnosis} = serviceIn(ended, protocol);
			expect(layers).toEqual([]);
			expect({ok, said: diagnosis?.said}).toMatchObject({
				ok: false,
				said: expect.stringContaining('grant request is invalid'),
			});
		}
	});

	test('a wrong client secret fails the sign-in', async () => {
		expectOk(await mailgrant.add(rig, 'grant', {}, 'wrong~secret.0123456789012345678901234567'));
		const ended = await signInByCallback(mailgrant, rig, 'grant');
		expect(ended.code).toBe(1);
		expect(ended.stdout + ended.stderr).toContain('client authentication failed');
	});

	test('a dead server fails at the connection', async () => {
		const [imap, smtp] = await freePorts(2);
		await addAndSignIn({imap: `localhost:${imap}`, smtp: `127.0.0.1:${smtp}`});
		const ended = await testBoth();
		expect(expectFailure(ended, 'imap', 'connect')).toContain('ECONNREFUSED');
		expectFailure(ended, 'smtp', 'connect');
		const checked = await mailgrant.run(['check', 'grant', '--json']);
		expect(checked.code).toBe(1);
	});

	test('a host without an address fails at the name', async () => {
		await addAndSignIn({imap: 'nowhere.invalid:993'});
		expectFailure(await testBoth(), 'imap', 'name');
	});

	test('a server that never says anything fails at the deadline', async () => {
		const silent = createServer(socket => socket.on('error', () => {}));
		const port = await new Promise<number>(resolve => {
			silent.listen(0, '127.0.0.1', () => resolve(portOf(silent.address())));
		});
		try {
			await addAndSignIn({
				imap: `127.0.0.1:${port}`,
				smtp: `127.0.0.1:${port}`,
			});
			const ended = await testBoth('--timeout', '1');
			expectFailure(ended, 'imap', 'TLS');
			expectFailure(ended, 'smtp', 'greeting');
		} finally {
			silent.close();
		}
	});

	test('TLS on a port that begins in the clear fails at TLS', async () => {
		await addAndSignIn({smtp: `localhost:${rig.postfix.ports.submission}`, 'smtp-security': 'tls'});
		expectFailure(await testBoth(), 'smtp', 'TLS');
	});

	test('an authority that nobody trusts fails at TLS', async () => {
		expectOk(await mailgrant.add(rig, 'grant', {'ca-file': undefined}));
		const checked = await mailgrant.run(['check', 'grant', '--json']);
		expect(checked.code).toBe(1);
		expect(checked.stdout).toMatch(/SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|unable to|self-signed/i);
	});

	test('a recipient whom the server does not know fails at the recipient', async () => {
		await addAndSignIn();
		const ended = await mailgrant.run([
			...['test', 'grant', '--outgoing', '--json', '--to', 'nobody@example.test'],
		]);
		expect(expectFailure(ended, 'smtp', 'recipient')).toContain('550');
	});
});

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
	return typeof address === 'object' && address ? address.port : 0;
}
