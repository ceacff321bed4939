import {accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {arrival} from './rig/arrival.js';
import {expectOk} from './rig/expect-ok.js';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {type PostfixClient, startPostfixClient} from './rig/postfix-client.js';
import {runProgram} from './rig/run-program.js';
import {signInByCallback} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';

const whyNot = () => {
	const why = whyNoRig();
	if (why !== undefined) return why;
	try {
		accessSync('/usr/bin/msmtp', constants.X_OK);
		return undefined;
	} catch {
		return '/usr/bin/msmtp';
	}
};

const name = "Ärger & Freude 'x'";

describe.skipIf(whyNot())('Postfix as the client, set up by the exported script', () => {
	let rig: Rig;
	let mailgrant: Mailgrant;
	let client: PostfixClient;
	let script: string;
	beforeAll(async () => {
		rig = await startRig();
		mailgrant = createMailgrant();
		await expectOk(mailgrant.add(rig, name));
		await expectOk(signInByCallback(mailgrant, rig, name));
		client = await startPostfixClient(rig.part('c'));
		script = join(mailgrant.home, 'mailgrant-postfix');
		await expectOk(mailgrant.run(['export', name, '--for', 'postfix', '--out', script]));
		// No user is added to this host.
		writeFileSync(script, readFileSync(script, 'utf8').replace(/^user=.*$/m, 'user=nobody'));
	}, 60_000);
	afterAll(async () => {
		await client?.stop();
		await mailgrant?.close();
		await rig?.stop();
	});

	const run = (
		words: readonly string[],
		{input, env}: {readonly input?: string; readonly env?: Record<string, string>} = {},
	) =>
		runProgram(words, {
			home: mailgrant.home,
			input,
			env: {
				PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
				MAIL_CONFIG: client.configDirectory,
				...env,
			},
		});

	const runScript = () => expectOk(run(['/bin/sh', script]));

	/** Handed over as a program of the client's host does it; msmtp plays that program here. */
	const send = (subject: string, recipient = rig.mailbox) =>
		expectOk(
			run(
				[
					...['/usr/bin/msmtp', '-C', '/dev/null', '--host=127.0.0.1', `--port=${client.port}`],
					...[`--from=${rig.mailbox}`, '--', recipient],
				],
				{
					input: `From: ${rig.mailbox}\nTo: ${recipient}\nSubject: ${subject}\n\nA line.\n.\nThe end.\n`,
				},
			),
		);

	const logged = (words: RegExp) =>
		vi.waitUntil(() => words.exec(client.log()), {timeout: 15_000, interval: 100});

	test('it sends with a token, and what waits for one with the next', {
		timeout: 60_000,
	}, async () => {
		expect((await runScript()).stderr).toContain('Set up with msmtp. Now: postfix reload');
		const token = join(client.configDirectory, 'mailgrant.token');
		expect(statSync(token)).toMatchObject({uid: 0, mode: 0o100_440});
		const first = readFileSync(token, 'utf8');
		await expectOk(run(['/usr/sbin/postfix', 'reload']));
		await send('with-the-first');
		const message = await arrival(rig, 'with-the-first');
		expect(message).toContain('A line.\n.\nThe end.');
		expect(message).toMatch(/client\.example\.net/);

		// As after its hour.
		rig.authorization.expireAccessTokens();
		await send('with-the-second');
		await logged(/dsn=4\.\S+ status=deferred \(msmtp: authentication failed \(method XOAUTH2\)/);
		await expectOk(mailgrant.run(['refresh', name, '--force']));
		expect((await runScript()).stderr).toBe('');
		expect(readFileSync(token, 'utf8')).not.toBe(first);
		await expectOk(run(['/usr/sbin/postqueue', '-f']));
		await arrival(rig, 'with-the-second');
	});

	test('a recipient whom the server does not know comes back at once', {
		timeout: 30_000,
	}, async () => {
		await send('to-nobody', 'nobody@example.test');
		await logged(/to=<nobody@example\.test>.*dsn=5\.1\.1, status=bounced \(<nobody@example/);
		// What tells of it has no sender.
		expect(await arrival(rig, 'Undelivered')).toContain('User unknown');
	});

	test('a server that is not there keeps the message waiting', {timeout: 30_000}, async () => {
		const file = join(client.configDirectory, 'mailgrant.msmtprc');
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, text.replace(/^port .*$/m, 'port 1'));
		await send('to-nowhere');
		await logged(/dsn=4\.0\.0, status=deferred \(msmtp: cannot connect/);
		writeFileSync(file, text);
		await expectOk(run(['/usr/sbin/postqueue', '-f']));
		await arrival(rig, 'to-nowhere');
	});

	// Debian has the plug-in in experimental only, for another C library than Debian 12’s; with it Postfix is tried in postfix-plug-in.test.ts.
	test('with sasl-xoauth2 it is set up to send by itself', async () => {
		const config = rig.part('x');
		const queue = join(config, 'queue');
		mkdirSync(queue);
		writeFileSync(
			join(config, 'main.cf'),
			`compatibility_level = 3.6\nmyhostname = client.example.test\nqueue_directory = ${queue}\n`,
		);
		writeFileSync(join(config, 'master.cf'), '');
		writeFileSync(join(config, 'libsasl-xoauth2.so'), '');
		const own = join(config, 'sasl-xoauth2.conf');
		const its = join(config, 'setup');
		writeFileSync(its, readFileSync(script, 'utf8').replaceAll('/etc/sasl-xoauth2.conf', own));
		const env = {MAIL_CONFIG: config, SASL_PATH: config};
		const ask = async (...args: readonly string[]) => (await expectOk(run(args, {env}))).stdout;
		const server = `[localhost]:${rig.postfix.ports.submission}`;
		const before = Math.floor(Date.now() / 1000);
		await ask('/bin/sh', its);
		const after = Math.floor(Date.now() / 1000);
		const {stdout: token} = await expectOk(mailgrant.run(['token', name]));
		for (const file of [`${config}/mailgrant.token`, `${queue}${config}/mailgrant.token`]) {
			const {expiry, ...rest} = JSON.parse(readFileSync(file, 'utf8'));
			expect(rest).toEqual({
				access_token: token.trim(),
				manage_token_externally: 'true',
				refresh_token: '',
				token_endpoint: 'none://mailgrant',
			});
			expect(Number(expiry)).toBeGreaterThanOrEqual(before + 300);
			expect(Number(expiry)).toBeLessThanOrEqual(after + 300);
			expect(statSync(file)).toMatchObject({uid: 0, mode: 0o100_440});
		}
		expect(JSON.parse(readFileSync(own, 'utf8'))).toEqual({client_id: '', client_secret: ''});
		expect(await ask('/usr/sbin/postmap', '-q', server, `hash:${config}/mailgrant`)).toBe(
			`${rig.mailbox}:${config}/mailgrant.token\n`,
		);
		expect(await ask('/usr/sbin/postconf', '-h', 'relayhost', 'smtp_tls_CAfile')).toBe(
			`${server}\n${rig.ca}\n`,
		);
	});
});
