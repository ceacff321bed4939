import {chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {createPrograms} from '../../source/programs/programs.js';
import type {HandedKey} from '../../source/programs-port.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {runCommand} from '../helpers/run-command.js';

let world: PracticeWorld;
beforeEach(async () => {
	handedKey = undefined;
	world = await practiceWorld();
	mkdirSync(path.join(world.directory, 'bin'));
});
afterEach(() => world.close());

/** `export` in the practice world, where programs are what the test puts there. */
const exported = (...args: readonly string[]) => {
	const programs = createPrograms({
		own: ['mailgrant'],
		home: world.directory,
		directories: [path.join(world.directory, 'bin')],
		handedKey: () => handedKey,
	});
	return runCommand(['export', ...args], {...world.services, programs}, world.context);
};
let handedKey: HandedKey | undefined;

function install(name: string, ...lines: readonly string[]) {
	const file = path.join(world.directory, 'bin', name);
	writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`);
	chmodSync(file, 0o755);
}

async function signedIn() {
	const record = await world.grant();
	const listening = Promise.withResolvers<string>();
	const signing = beginSignIn(world.context, record, progress => {
		if (progress.callback.is === 'listening') listening.resolve(progress.authorizationUrl);
	});
	await world.practice.practice.playBrowser(await listening.promise, record.grant.mailbox);
	await signing.done;
}

test('the text alone is on standard output, what has to be known beside it', async () => {
	await world.grant();
	const {code, stdout, stderr} = await exported('evmail', '--for', 'msmtp');
	expect(code).toBe(0);
	expect(stdout).toMatch(/^account evmail\n/);
	expect(stdout).toContain('passwordeval mailgrant token evmail\n');
	expect(stderr).toMatch(/^It goes into ~\/\.msmtprc, mode 0600\.\nDebian’s package: msmtp\./);
});

test('--json has the text with where it goes', async () => {
	await world.grant();
	const {stdout} = await exported('evmail', '--for', 'postfix', '--json');
	expect(JSON.parse(stdout)).toMatchObject({
		grant: 'evmail',
		for: 'postfix',
		file: '/usr/local/sbin/mailgrant-postfix',
		mode: '0700',
		text: expect.stringMatching(/^#!\/bin\/sh\n[\s\S]*\n$/),
		notes: expect.arrayContaining([expect.stringContaining('sasl')]),
	});
});

test('--out writes a file that only its owner reads, and overwrites none', async () => {
	await world.grant();
	const file = path.join(world.directory, 'msmtprc');
	const args = ['evmail', '--for', 'msmtp', '--out', file];
	expect(await exported(...args)).toMatchObject({
		code: 0,
		stdout: '',
		stderr: expect.stringContaining(`Written: ${file}\n`),
	});
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readFileSync(file, 'utf8')).toMatch(/^account[\s\S]*account default : evmail\n$/);
	expect(await exported(...args)).toMatchObject({
		code: 1,
		stderr: expect.stringContaining('already'),
	});
	const script = path.join(world.directory, 'script');
	await exported('evmail', '--for', 'imapsync', '--out', script);
	expect(statSync(script).mode & 0o777).toBe(0o700);
});

test.each([
	[['evmail'], 2, /lacks its --for/],
	[['evmail', '--for', 'pine'], 2, /--for takes msmtp, mbsync/],
	[['nobody', '--for', 'msmtp'], 1, /no grant "nobody"/],
	[['evmail', '--for', 'fetchmail'], 1, /6\.4.*\nInstead: mailgrant export evmail --for mbsync/],
])('export %j is refused', async (args, code, words) => {
	await world.grant();
	expect(await exported(...args)).toMatchObject({
		code,
		stdout: '',
		stderr: expect.stringMatching(words),
	});
});

test('no secret and no token is in any text', async () => {
	await signedIn();
	const {tokens, clientSecret} = world.services.secrets.read('evmail');
	const secrets = [tokens?.accessToken, tokens?.refreshToken, clientSecret?.value];
	for (const id of [
		'msmtp',
		'mbsync',
		'getmail',
		'neomutt',
		'postfix',
		'imapsync',
		'env',
		'json',
	]) {
		const {stdout, stderr} = await exported('evmail', '--for', id, '--json');
		for (const secret of secrets) {
			expect(secret).toMatch(/.{12}/);
			expect(stdout + stderr).not.toContain(secret?.slice(0, 12));
		}
	}
});

describe('--verify', () => {
	const verify = ['evmail', '--for', 'msmtp', '--verify'];

	test('runs the program with the text and says what worked', async () => {
		await signedIn();
		install('msmtp', 'cat "$2" - > "$HOME/got"; printf "%s " "$@" > "$HOME/args"');
		const {code, stderr} = await exported(...verify);
		expect([code, stderr]).toEqual([
			0,
			expect.stringContaining('Verified: msmtp sent a message to evmail@practice.example.\n'),
		]);
		const got = readFileSync(path.join(world.directory, 'got'), 'utf8');
		expect(got).toMatch(/^account evmail[\s\S]*\nFrom: evmail@practice\.example\n/);
		expect(readFileSync(path.join(world.directory, 'args'), 'utf8')).toMatch(
			/^-C \S+\/msmtprc -a evmail -- evmail@practice\.example $/,
		);
	});

	test('a failure is told in the program’s words, and explained', async () => {
		await signedIn();
		const {tokens} = world.services.secrets.read('evmail');
		install(
			'msmtp',
			'printf "\\033[31mmsmtp: server message: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\\n" >&2',
			`echo "token ${tokens?.accessToken}" >&2`,
			'exit 77',
		);
		const {code, stderr} = await exported(...verify);
		expect(code).toBe(1);
		expect(stderr).toMatch(
			/Not verified: msmtp failed\.\n {2}It said:\n(?: {4}.*\n)* {4}msmtp: server message/,
		);
		expect(stderr).toContain('  SMTP sign-in is off in the tenant\n');
		expect(stderr).not.toContain(tokens?.accessToken);
		const json = JSON.parse((await exported(...verify, '--json')).stdout);
		expect(json.verified).toMatchObject({
			is: 'failed',
			ok: false,
			said: expect.stringContaining('535 5.7.139'),
			diagnosis: {id: 'exo-smtp-tenant-disabled'},
		});
	});

	test('the token is not repeated, whatever it looks like', async () => {
		await signedIn();
		await world.services.secrets.update('evmail', secrets => ({
			...secrets,
			...(secrets.tokens && {tokens: {...secrets.tokens, accessToken: 'plain-42'}}),
		}));
		install('msmtp', 'echo "It was plain-42."', 'exit 1');
		const {stderr} = await exported(...verify);
		expect(stderr).toContain('    It was ….\n');
	});

	test('getmail fails by its words, since its exit code may be that of a success', async () => {
		await signedIn();
		const getmail = ['evmail', '--for', 'getmail', '--verify'];
		install('getmail', 'echo "  0 messages (0 bytes) retrieved, 0 skipped"');
		expect(await exported(...getmail)).toMatchObject({code: 0});
		install('getmail', 'echo "getmailrc: login refused error (BYE)"');
		expect(await exported(...getmail)).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('Not verified: getmail failed.'),
		});
	});

	test('a program that hangs is ended', async () => {
		await signedIn();
		install('msmtp', 'exec sleep 60');
		expect(await exported(...verify, '--timeout', '0.1')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('Not verified: msmtp did not end within 0.6 s.'),
		});
	});

	test('what is not installed is named with its package', async () => {
		await world.grant();
		expect(await exported(...verify)).toMatchObject({
			code: 1,
			stderr: expect.stringContaining(
				'Not verified: msmtp is not installed.\n  Debian has it: apt-get install msmtp\n',
			),
		});
	});

	test('without a token the program is not started', async () => {
		await world.grant();
		install('msmtp', 'touch "$HOME/started"');
		expect(await exported(...verify)).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('Nobody has signed in yet'),
		});
		expect(() => statSync(path.join(world.directory, 'started'))).toThrow('ENOENT');
	});

	test.each(['postfix', 'imapsync', 'env', 'json'])('says why %s is not tried', async id => {
		await world.grant();
		expect(await exported('evmail', '--for', id, '--verify')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('Not verified: '),
		});
	});

	test.each(['passphrase', 'credential'] as const)(
		'a program that can’t hand over the %s is not started, and what to do is said',
		async handed => {
			await signedIn();
			install('msmtp', 'touch "$HOME/started"');
			handedKey = handed;
			const {code, stderr} = await exported(...verify);
			expect([code, stderr]).toEqual([
				1,
				expect.stringMatching(
					/rekey --new[\s\S]*Not verified: msmtp would get no token: it has no (passphrase|credential)/,
				),
			]);
			expect(existsSync(path.join(world.directory, 'started'))).toBe(false);
		},
	);
});
