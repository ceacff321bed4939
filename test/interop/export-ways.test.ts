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
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {openTerminal} from '../helpers/pty.js';
import {scopes} from './rig/authorization-server.js';
import {expectOk} from './rig/expect-ok.js';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {runProgram} from './rig/run-program.js';
import {signInByCallback} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';

const whyNot = () =>
	whyNoRig() ??
	[
		...['msmtp', 'mbsync', 'getmail', 'neomutt'].map(name => `/usr/bin/${name}`),
		globSync('/usr/lib/*/sasl2/libkdexoauth2.so')[0] ?? 'libkdexoauth2.so',
	].find(file => {
		try {
			accessSync(file, constants.R_OK);
			return false;
		} catch {
			return true;
		}
	});

// The other ways to a mailbox: by POP3, and as the member of a shared one.
describe.skipIf(whyNot())('exported configurations', {timeout: 30_000}, () => {
	let rig: Rig;
	let mailgrant: Mailgrant;
	beforeAll(async () => {
		rig = await startRig({
			postfixSettings: {
				smtpd_sender_login_maps:
					'inline:{{evmail@example.test = evmail@example.test, other@example.test}}',
			},
		});
		rig.authorization.faults.opens = {[rig.stranger]: rig.mailbox};
		mailgrant = createMailgrant();
	}, 60_000);
	afterAll(async () => {
		await mailgrant?.close();
		await rig?.stop();
	});

	const run = (words: readonly string[], given: {readonly input?: string} = {}) =>
		runProgram(words, {home: mailgrant.home, ...given});

	const exported = async (name: string, id: string): Promise<string> => {
		const file = join(mailgrant.home, `${name}-for-${id}`);
		if (existsSync(file)) return file;
		await expectOk(mailgrant.run(['export', name, '--for', id, '--out', file]));
		return file;
	};

	const doveadm = (args: readonly string[], input = '') =>
		run(['/usr/bin/doveadm', '-c', `${rig.directory}/d/dovecot.conf`, ...args], {input});

	const messageOf = (subject: string) =>
		`From: ${rig.mailbox}\nTo: ${rig.mailbox}\nSubject: ${subject}\n\nA line.\n`;

	const deliver = (subject: string) =>
		expectOk(doveadm(['save', '-u', rig.mailbox], messageOf(subject)));

	const maildir = (name: string) => {
		const mail = join(mailgrant.home, 'Mail', name);
		for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(mail, part), {recursive: true});
		return mail;
	};

	/** It delivers to no Maildir as root; in a namespace this user is another. */
	const getmail = (file: string) =>
		run([
			...['/usr/bin/unshare', '--user', '--map-user=1000', '--map-group=1000'],
			...['/usr/bin/getmail', '--getmaildir', mailgrant.home, '--rcfile', file],
		]);

	async function showsInNeomutt(file: string, subject: string) {
		const window = openTerminal({
			command: '/usr/bin/neomutt',
			args: ['-n', '-F', file],
			env: {HOME: mailgrant.home, LANG: 'C.UTF-8'},
		});
		try {
			await window.waitFor(subject, {timeoutMs: 10_000});
			await window.press('q');
			expect(await window.exited).toMatchObject({code: 0});
		} finally {
			await window.close();
		}
	}

	/** All that stands in a Maildir. */
	const mailIn = (mail: string) =>
		['cur', 'new']
			.flatMap(part => readdirSync(join(mail, part)).map(file => join(mail, part, file)))
			.map(file => readFileSync(file, 'utf8'))
			.join('\n');

	/** All tokens have ended for the servers, and mailgrant knows it. */
	async function withNewToken(name: string) {
		rig.authorization.expireAccessTokens();
		await expectOk(mailgrant.run(['refresh', name, '--force']));
	}

	describe('by POP3', () => {
		beforeAll(async () => {
			const pop3 = {
				incoming: 'pop3',
				imap: undefined,
				'imap-security': undefined,
				pop3: `localhost:${rig.dovecot.ports.pop3s}`,
				'pop3-security': 'tls',
				scope: `${scopes.pop3} ${scopes.smtp}`,
			};
			await expectOk(mailgrant.add(rig, 'pop', pop3));
			await expectOk(signInByCallback(mailgrant, rig, 'pop'));
		});

		test('getmail fetches from the release on that is named, and none before', async () => {
			const file = await exported('pop', 'getmail');
			const mail = maildir('pop');
			const version = (await run(['/usr/bin/getmail', '--version'])).stdout;
			const [, minor = '0'] = /getmail 6\.(\d+)/.exec(version) ?? [];
			if (Number(minor) < 19) {
				const {notes} = JSON.parse(
					(await mailgrant.run(['export', 'pop', '--for', 'getmail', '--json'])).stdout,
				);
				expect(notes.join()).toMatch(/By POP3 it takes a token only from/);
				await deliver('for-old-getmail');
				const {stdout, stderr} = await getmail(file);
				expect(stdout + stderr).toMatch(/credential\/login error|-ERR/);
				expect(mailIn(mail)).toBe('');
				return;
			}
			for (const round of [1, 2]) {
				await deliver(`for-getmail-${round}`);
				await expectOk(getmail(file));
				expect(mailIn(mail)).toContain(`Subject: for-getmail-${round}`);
				await withNewToken('pop');
			}
		});

		test('NeoMutt reads with tokens that are not long', async () => {
			rig.authorization.faults.accessTokenBits = 1200;
			const file = await exported('pop', 'neomutt');
			for (const round of [1, 2]) {
				await withNewToken('pop');
				await deliver(`for-neomutt-${round}`);
				await showsInNeomutt(file, `for-neomutt-${round}`);
			}
			rig.authorization.faults.accessTokenBits = 9600;
		});
	});

	describe('as the member of a shared mailbox', () => {
		beforeAll(async () => {
			await expectOk(mailgrant.add(rig, 'shared', {account: rig.stranger}));
			await expectOk(signInByCallback(mailgrant, rig, 'shared', rig.stranger));
		});

		test('by the other name of the two nothing is read and nothing sent', async () => {
			const swapped = async (id: string, from: string, to: string) => {
				const file = await exported('shared', id);
				const text = readFileSync(file, 'utf8');
				expect(text).toContain(from);
				writeFileSync(`${file}-swapped`, text.replace(from, to), {mode: 0o600});
				return `${file}-swapped`;
			};
			maildir('shared');
			const read = await getmail(
				await swapped('getmail', `username = ${rig.mailbox}`, `username = ${rig.stranger}`),
			);
			expect(read.stdout + read.stderr).toContain('credential/login error');
			const file = await swapped('msmtp', `user ${rig.stranger}`, `user ${rig.mailbox}`);
			const sent = await run(['/usr/bin/msmtp', '-C', file, '--', rig.mailbox], {
				input: messageOf('never'),
			});
			expect(sent).toMatchObject({code: 77, stderr: expect.stringContaining('535')});
		});

		test('msmtp sends as the shared address', async () => {
			const file = await exported('shared', 'msmtp');
			const input = messageOf('by-msmtp-of-member');
			await expectOk(run(['/usr/bin/msmtp', '-C', file, '--', rig.mailbox], {input}));
			await vi.waitUntil(
				async () =>
					(await doveadm(['search', '-u', rig.mailbox, 'subject', 'by-msmtp-of-member'])).stdout,
				{timeout: 10_000, interval: 100},
			);
			expect(rig.postfix.log()).toContain(`sasl_username=${rig.stranger}`);
		});

		test('mbsync, getmail and NeoMutt read the shared mailbox', async () => {
			const mail = maildir('shared');
			const files = {
				mbsync: await exported('shared', 'mbsync'),
				getmail: await exported('shared', 'getmail'),
				neomutt: await exported('shared', 'neomutt'),
			};
			for (const round of [1, 2]) {
				await withNewToken('shared');
				const subject = `for-member-${round}`;
				await deliver(subject);
				await expectOk(run(['/usr/bin/mbsync', '-c', files.mbsync, 'shared']));
				expect(mailIn(join(mail, 'INBOX'))).toContain(`Subject: ${subject}`);
				await expectOk(getmail(files.getmail));
				expect(mailIn(mail)).toContain(`Subject: ${subject}`);
				await showsInNeomutt(files.neomutt, subject);
			}
		});
	});
});
