import {
	accessSync,
	constants,
	existsSync,
	globSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Ended} from '../helpers/followed.js';
import {openTerminal} from '../helpers/pty.js';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {runProgram} from './rig/run-program.js';
import {signInByCallback, untilExpired} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';

const whyNot = () =>
	whyNoRig() ??
	[
		...['msmtp', 'mbsync', 'getmail', 'neomutt', 'fetchmail'].map(name => `/usr/bin/${name}`),
		globSync('/usr/lib/*/sasl2/libkdexoauth2.so')[0] ?? 'libkdexoauth2.so',
	].find(file => {
		try {
			accessSync(file, constants.R_OK);
			return false;
		} catch {
			return true;
		}
	});

const name = "Ärger & Freude 'x'";
const label = 'Arger-Freude-x';
const tokenSeconds = 3;

describe.skipIf(whyNot())('exported configurations', {timeout: 30_000}, () => {
	let rig: Rig;
	let mailgrant: Mailgrant;
	beforeAll(async () => {
		rig = await startRig();
		rig.authorization.faults.accessTokenSeconds = tokenSeconds;
		mailgrant = createMailgrant();
		expectOk(await mailgrant.add(rig, name));
		expectOk(await signInByCallback(mailgrant, rig, name));
	}, 60_000);
	afterAll(async () => {
		await mailgrant?.close();
		await rig?.stop();
	});
	beforeEach(() => {
		rig.authorization.faults.accessTokenSeconds = tokenSeconds;
	});

	const expectOk = (ended: Ended) => {
		expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({code: 0});
		return ended;
	};

	/** A program as a user starts it. */
	const run = (words: readonly string[], given: {readonly input?: string} = {}) =>
		runProgram(words, {home: mailgrant.home, ...given});

	/** Written once; both rounds use it. */
	async function exported(id: string): Promise<string> {
		const file = join(mailgrant.home, `for-${id}`);
		if (existsSync(file)) return file;
		expectOk(await mailgrant.run(['export', name, '--for', id, '--out', file]));
		return file;
	}

	const messageOf = (subject: string) =>
		`From: ${rig.mailbox}\nTo: ${rig.mailbox}\nSubject: ${subject}\n\nA line.\n`;

	/** Dovecot's own administrator, past any sign-in. */
	const doveadm = (args: readonly string[], input = '') =>
		run(['/usr/bin/doveadm', '-c', `${rig.directory}/d/dovecot.conf`, ...args], {input});

	const deliver = async (subject: string) =>
		expectOk(await doveadm(['save', '-u', rig.mailbox], messageOf(subject)));

	const hasArrived = (subject: string) =>
		vi.waitUntil(
			async () => (await doveadm(['search', '-u', rig.mailbox, 'subject', subject])).stdout !== '',
			{timeout: 10_000, interval: 100},
		);

	describe.each([1, 2])('round %i, with tokens of its own', round => {
		beforeAll(async () => {
			if (round === 1) return;
			// All tokens of the first round have ended then.
			await untilExpired(mailgrant, name);
			requestsBefore = rig.authorization.requests.length;
		});
		afterAll(() => {
			expect(rig.authorization.requests.slice(requestsBefore)).toContain('POST /token');
		});
		let requestsBefore = 0;

		test('msmtp sends', async () => {
			const file = await exported('msmtp');
			const subject = `by-msmtp-${round}`;
			const args = ['/usr/bin/msmtp', '-C', file, '--', rig.mailbox];
			expectOk(await run(args, {input: messageOf(subject)}));
			await hasArrived(subject);
		});

		test('mbsync fetches', async () => {
			const file = await exported('mbsync');
			const mail = join(mailgrant.home, 'Mail', label);
			mkdirSync(mail, {recursive: true});
			const subject = `for-mbsync-${round}`;
			await deliver(subject);
			expectOk(await run(['/usr/bin/mbsync', '-c', file, label]));
			expect(mailIn(join(mail, 'INBOX'))).toContain(`Subject: ${subject}`);
		});

		test('getmail fetches', async () => {
			const file = await exported('getmail');
			const mail = join(mailgrant.home, 'Mail', label);
			for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(mail, part), {recursive: true});
			const subject = `for-getmail-${round}`;
			await deliver(subject);
			// It delivers to no Maildir as root; in a namespace this user is another.
			const user = ['/usr/bin/unshare', '--user', '--map-user=1000', '--map-group=1000'];
			expectOk(
				await run([...user, '/usr/bin/getmail', '--getmaildir', mailgrant.home, '--rcfile', file]),
			);
			expect(mailIn(mail)).toContain(`Subject: ${subject}`);
		});

		test('NeoMutt sends and reads', async () => {
			const file = await exported('neomutt');
			const subject = `by-neomutt-${round}`;
			const start = ['-n', '-F', file];
			const args = ['-e', 'set record = ""', '-s', subject, '--', rig.mailbox];
			expectOk(await run(['/usr/bin/neomutt', ...start, ...args], {input: 'A line.\n'}));
			await hasArrived(subject);
			const window = openTerminal({
				command: '/usr/bin/neomutt',
				args: start,
				env: {HOME: mailgrant.home, LANG: 'C.UTF-8'},
			});
			try {
				await window.waitFor(subject, {timeoutMs: 10_000});
				await window.press('q');
				expect(await window.exited).toMatchObject({code: 0});
			} finally {
				await window.close();
			}
		});
	});

	test('a shell and a program that reads JSON get the token', async () => {
		rig.authorization.faults.accessTokenSeconds = 3600;
		await untilExpired(mailgrant, name);
		const {stdout: token} = expectOk(await mailgrant.run(['token', name]));
		const script = '. "$1" && printf "%s\\n" "$MAIL_TOKEN" "$IMAP_PORT"';
		const shell = await run(['/bin/sh', '-euc', script, 'sh', await exported('env')]);
		expect(expectOk(shell).stdout).toBe(`${token}${rig.dovecot.ports.imaps}\n`);
		const {tokenCommand} = JSON.parse(readFileSync(await exported('json'), 'utf8'));
		expect(expectOk(await run(tokenCommand)).stdout).toBe(token);
	});

	// imapsync is in no package of Debian's: this does with the options what its documentation says.
	test('the options of imapsync sign in, and again with the next token', async () => {
		const bin = join(mailgrant.home, 'bin');
		mkdirSync(bin);
		const install = (program: string, text: string) =>
			writeFileSync(join(bin, program), text, {mode: 0o755});
		install(
			'imapsync',
			`#!/usr/bin/python3
import argparse, imaplib, ssl, time
parser = argparse.ArgumentParser(allow_abbrev=False)
for name in ('host1', 'port1', 'user1', 'authmech1', 'oauthaccesstoken1', 'host2'):
    parser.add_argument('--' + name, required=True)
parser.add_argument('--ssl1', action='store_true', required=True)
parser.add_argument('--sslargs1', action='append')
given = parser.parse_args()
tls = dict(each.split('=', 1) for each in given.sslargs1)
assert tls['SSL_verify_mode'] == '1'
first = ''
for turn in range(2):
    for _ in range(150):
        token = open(given.oauthaccesstoken1).readline().strip()
        if token != first: break
        time.sleep(0.1)
    else:
        raise SystemExit('no new token came')
    first = token
    server = imaplib.IMAP4_SSL(given.host1, int(given.port1), ssl_context=ssl.create_default_context(cafile=tls['SSL_ca_file']))
    server.authenticate(given.authmech1, lambda _: f'user={given.user1}\\1auth=Bearer {token}\\1\\1'.encode())
    print(server.select()[0], given.host2, given.oauthaccesstoken1, flush=True)
    server.logout()
`,
		);
		install('sleep', '#!/bin/sh\nexec /bin/sleep 0.2\n');
		// The one of the test before lasts an hour.
		expectOk(await mailgrant.run(['refresh', name, '--force']));
		const script = await exported('imapsync');
		const ended = await runProgram(['/bin/sh', script, '--host2', 'there'], {
			home: mailgrant.home,
			env: {PATH: `${bin}:/usr/bin:/bin`},
		});
		const [, file = ''] = /^OK there (\S+)\nOK there \1\n$/.exec(expectOk(ended).stdout) ?? [];
		expect(file).not.toBe('');
		expect(existsSync(file)).toBe(false);
	});

	describe('--verify', () => {
		beforeAll(async () => {
			rig.authorization.faults.accessTokenSeconds = 3600;
			expectOk(await mailgrant.run(['refresh', name, '--force']));
		});

		test.each(['msmtp', 'mbsync', 'getmail', 'neomutt'])('%s works', async id => {
			const {stdout} = expectOk(
				await mailgrant.run(['export', name, '--for', id, '--verify', '--json']),
			);
			expect(JSON.parse(stdout).verified).toMatchObject({is: 'worked', ok: true});
		});

		test.each(['msmtp', 'mbsync', 'getmail', 'neomutt'])('%s is refused', async id => {
			// Good as far as mailgrant knows, and not to the servers.
			rig.authorization.expireAccessTokens();
			const ended = await mailgrant.run(['export', name, '--for', id, '--verify', '--json']);
			expect(ended.code, ended.stdout).toBe(1);
			const {verified} = JSON.parse(ended.stdout);
			expect(verified).toMatchObject({is: 'failed', ok: false, said: expect.stringMatching(/./)});
			expect(verified.diagnosis.title).toMatch(/refuses the sign-in|does not accept the token/);
			expect(ended.stdout).not.toMatch(/eyJ\w{10}/);
		});
	});

	test('fetchmail of this release knows no token, as is said', async () => {
		const {code, stderr} = await mailgrant.run(['export', name, '--for', 'fetchmail']);
		expect([code, stderr]).toEqual([1, expect.stringContaining('can’t sign in with a token')]);
		const args = ['--auth', 'oauthbearer', '--version', '--fetchmailrc', '/dev/null'];
		const asked = await run(['/usr/bin/fetchmail', ...args]);
		expect(asked.stderr).toMatch(/Invalid authentication `oauthbearer'/);
	});

	/** All that stands in a Maildir. */
	const mailIn = (maildir: string) =>
		['cur', 'new']
			.flatMap(part => readdirSync(join(maildir, part)).map(file => join(maildir, part, file)))
			.map(file => readFileSync(file, 'utf8'))
			.join('\n');
});
