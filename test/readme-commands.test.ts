import {globSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {type PracticeServers, startPractice} from '../source/practice/start-practice.js';
import {findProgram, usualDirectories} from '../source/programs/find-program.js';
import {shellQuote} from '../source/shell-quote.js';
import {commandBlocks, fencedBlocks} from './helpers/command-blocks.js';
import {freePorts} from './helpers/free-ports.js';
import {openTerminal} from './helpers/pty.js';
import {openReaderShell, type ReaderShell} from './helpers/reader-shell.js';
import {wrongWith} from './helpers/stand-in-call.js';

const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
const mailbox = 'evmail@practice.example';

describe('a reader copies every command block of the README', {timeout: 60_000}, () => {
	let servers: PracticeServers;
	let shell: ReaderShell;
	let ports: number[];
	const inHome = (name: string) => path.join(shell.home, name);

	beforeAll(async () => {
		servers = await startPractice();
		ports = await freePorts(3);
		shell = openReaderShell(['sudo', 'npm', 'ssh', 'systemctl', 'journalctl']);
		writeFileSync(inHome('secret'), `${servers.identity.clientSecret}\n`, {mode: 0o600});
		writeFileSync(inHome('passphrase'), 'correct horse battery staple\n', {mode: 0o600});
		writeFileSync(
			inHome('catalina.out'),
			'SEVERE: javax.mail.AuthenticationFailedException: 535 5.7.3 Authentication unsuccessful\n',
		);
	});
	afterAll(async () => {
		shell?.close();
		await servers?.close();
	});

	/** The block with what the page can only name: a tenant, a secret, an admin, files of the system. */
	function filledIn(block: string): string {
		const {endpoints, identity, caFile} = servers;
		const flags = {
			'authorize-url': endpoints.microsoft.authorize,
			'token-url': endpoints.microsoft.token,
			'device-url': endpoints.microsoft.device,
			'metadata-url': endpoints.microsoft.metadata,
			imap: endpoints.imap,
			smtp: endpoints.smtp,
			'ca-file': caFile,
		};
		const given = Object.entries(flags).map(([name, value]) => `--${name}=${shellQuote(value)}`);
		const isAppOnly = block.includes('--flow app-only');
		const secret = isAppOnly ? [] : ['--client-secret-stdin <secret'];
		return block
			.replace(/^mailgrant add .*$/gm, line =>
				[line, ...given, `--callback-port=${ports.pop()}`, ...secret].join(' '),
			)
			.replaceAll('--mailbox evmail@example.com', `--mailbox ${mailbox}`)
			.replaceAll('--tenant ID', `--tenant ${identity.tenant}`)
			.replaceAll('--client-id ID', `--client-id ${identity.clientId}`)
			.replace(/^mailgrant (?:backup|restore) .*$/gm, '$& --passphrase-stdin <passphrase')
			.replaceAll('admin@example.com', 'ada@practice.example')
			.replaceAll('/var/log/tomcat/catalina.out', inHome('catalina.out'))
			.replaceAll('/run/mailgrant', inHome('run'));
	}

	/** For real, in a shell, against the practice servers; a browser that is asked for signs in. */
	async function run(block: string) {
		const browsers = new Set<string>();
		const {ended} = shell.run(filledIn(block), said => {
			const [url] = /https:\S+authorize\?\S+(?=\s)/.exec(said) ?? [];
			if (url === undefined || browsers.has(url)) return;
			browsers.add(url);
			void servers.practice.playBrowser(url, mailbox);
		});
		const {code, stdout, stderr} = await ended;
		expect(code, `${block}\n${stdout}\n${stderr}`).toBe(0);
		return {stdout, stderr};
	}

	/** What needs root, a network or another program is only recorded, and held against what this repository has. */
	async function stoodIn(block: string) {
		const ran = await run(block);
		const calls = shell.takeCalls();
		const lines = block.split('\n').flatMap(line => line.split(' && '));
		expect(calls).toHaveLength(lines.filter(line => !line.startsWith('mailgrant ')).length);
		for (const [index, call] of calls.entries()) {
			expect(wrongWith(call, calls.slice(0, index))).toBeUndefined();
		}
		return {...ran, calls};
	}

	/** In a terminal, until the screen shows it; left by its key. */
	async function onScreen(block: string, expected: RegExp) {
		const terminal = openTerminal({
			command: '/bin/bash',
			args: ['-euo', 'pipefail', '-c', block],
			env: shell.env,
			timeoutMs: 20_000,
		});
		try {
			await terminal.waitFor(expected);
			await terminal.press('q');
			expect(await terminal.exited).toEqual({code: 0, signal: undefined});
			return terminal.output();
		} finally {
			await terminal.close();
		}
	}

	/** How each block is run, in the order of the page, by its first line. */
	const how: Readonly<Record<string, (block: string) => Promise<void>>> = {
		'npm install && npm run practice': async block => void (await stoodIn(block)),
		'npm install && npm run build:binary': async block => void (await stoodIn(block)),
		'npm install && npm run build:binary && npm run build:deb': async block =>
			void (await stoodIn(block)),
		'npm install && npm pack': async block => void (await stoodIn(block)),
		async 'mailgrant practice'(block) {
			await onScreen(block, /practice +0 of 15 done[\s\S]*needs you {2}1 {2}Provider and mailbox/);
		},
		async 'mailgrant practice --faults'(block) {
			const [, fault = ''] = /--fault (\S+)/.exec(block) ?? [];
			const title = 'SMTP sign-in is off in the tenant';
			const output = await onScreen(block, /practice, fault: SMTP sign-in is off/);
			expect(output).toMatch(new RegExp(`${fault} +${title}`));
		},
		async mailgrant(block) {
			await onScreen(block, /a new grant +0 of 15 done[\s\S]*needs you {2}1 {2}Provider/);
		},
		async 'mailgrant add evmail@example.com'(block) {
			const {stdout} = await run(block);
			expect(stdout).toMatch(/ok +round trip|round trip.* \d/);
			expect(stdout).toMatch(/13 +done[\s\S]*14 +done/);
		},
		'ssh -L': async block => void (await stoodIn(block)),
		async 'mailgrant refresh --watch'(block) {
			const token = path.join(inHome('run'), 'evmail@example.com');
			const {ended, kill} = shell.run(filledIn(block));
			await vi.waitFor(() => expect(statSync(token).size).toBeGreaterThan(100), {timeout: 20_000});
			// Whoever renews: its command is run.
			await run('mailgrant refresh evmail@example.com --force');
			await vi.waitFor(() => expect(shell.callsSoFar()).toHaveLength(1), {timeout: 20_000});
			expect(statSync(token).mode & 0o777).toBe(0o600);
			kill('SIGTERM');
			const {stderr, stdout} = await ended;
			const calls = shell.takeCalls();
			expect(calls, stdout + stderr).toEqual([['systemctl', 'reload', 'my-mailer']]);
			expect(wrongWith(['systemctl', 'reload', 'my-mailer'], [])).toBeUndefined();
		},
		async 'mailgrant service'(block) {
			const {stdout, calls} = await stoodIn(block);
			expect(stdout).toContain('/etc/systemd/system/mailgrant.service would be written');
			const asRoot = calls.flatMap(([name, ...words]) => (name === 'sudo' ? [words] : []));
			// What it would do on this host, where there is a store to move.
			const changes = asRoot.filter(words => /--install|--remove/.test(words.join(' ')));
			expect(changes).toHaveLength(2);
			for (const words of changes) {
				await run(`${words.map(shellQuote).join(' ')} --dry-run`);
			}
		},
		async 'mailgrant service --cron'(block) {
			expect((await run(block)).stdout).toMatch(/refresh --all --quiet$/m);
		},
		async 'mailgrant add ev'(block) {
			const [add = '', certificate = '', rest = ''] = block.split('\n');
			await run(add);
			await run(certificate);
			servers.practice.uploadCertificate(readFileSync(inHome('ev.pem'), 'utf8'));
			expect((await run(rest)).stdout).toMatch(/^\S{100,}$/m);
		},
		async 'mailgrant notify'(block) {
			const {stdout} = await run(block);
			expect(stdout).toContain('ada@practice.example');
		},
		async 'mailgrant store roles'(block) {
			const [roles = '', ...others] = block.split('\n');
			expect((await run(roles)).stdout).toContain('CREATE ROLE mailgrant');
			// Where no server is: each is understood, and says what is missing. With a server: test/interop.
			const nobody = `postgres://mailgrant@127.0.0.1:${ports.pop()}/mailgrant?sslmode=disable`;
			for (const line of others) {
				const there = line.replace(/postgres:\S+/, shellQuote(nobody));
				expect(there).not.toBe(line);
				const {ended} = shell.run(`export MAILGRANT_CONFIG=${inHome('shared')}\n${there}`);
				const {code, stderr} = await ended;
				expect({code, stderr}, line).toEqual({
					code: 1,
					stderr: expect.stringMatching(/Nothing listens at 127\.0\.0\.1:\d+: PostgreSQL/),
				});
			}
		},
		async 'source <(mailgrant completion bash)'(block) {
			expect((await run(`${block}\ncomplete -p mailgrant`)).stdout).toMatch(/mailgrant$/m);
		},
		async 'mailgrant token'(block) {
			expect((await run(block)).stdout).toMatch(/^\S{100,}\n$/);
		},
		async 'mailgrant export'(block) {
			const [msmtp = '', mbsync = '', ...others] = block.split('\n');
			expect(others).toEqual([]);
			await run(msmtp);
			expect(statSync(inHome('.msmtprc')).mode & 0o777).toBe(0o600);
			// It is no stand-in: what is looked for is where the system keeps its programs.
			const tried = await shell.run(mbsync).ended;
			const isThere = (await findProgram('mbsync', usualDirectories)) !== undefined;
			// Debian's libsasl2-modules-kdexoauth2, without which it knows no XOAUTH2.
			const knowsTokens = globSync('/usr/lib/{,*/}sasl2/*xoauth2*').length > 0;
			expect(tried.stdout).toContain('AuthMechs XOAUTH2');
			expect(tried, tried.stderr).toMatchObject(
				isThere && knowsTokens
					? {code: 0, stderr: expect.stringContaining('Verified: mbsync signed in')}
					: {
							code: 1,
							stderr: expect.stringMatching(/Not verified: mbsync (?:is not installed|failed)/),
						},
			);
		},
		async 'mailgrant backup'(block) {
			expect((await run(block)).stdout).toContain('evmail@example.com');
		},
		async 'mailgrant report'(block) {
			const {stdout, stderr} = await run(block);
			const [file = ''] = /mailgrant-report-\S+\.txt/.exec(stdout + stderr) ?? [];
			expect(readFileSync(inHome(path.basename(file)), 'utf8')).toContain(mailbox);
		},
		async 'mailgrant explain'(block) {
			const {stdout} = await run(block);
			expect(stdout.match(/Exchange refuses the token/g)).toHaveLength(2);
		},
	};

	/** The row of the table with the longest beginning of the block's. */
	const rowOf = (block: string) =>
		Object.keys(how)
			.filter(
				start =>
					block === start || (/^[\s]/.test(block.slice(start.length)) && block.startsWith(start)),
			)
			.toSorted((a, b) => b.length - a.length)[0];

	const blocks = commandBlocks(readme);

	test('no block is left out, and no row has lost its block', () => {
		expect(blocks.filter(block => rowOf(block) === undefined)).toEqual([]);
		expect(blocks.map(rowOf)).toEqual(Object.keys(how));
		// What else is fenced is output.
		const others = fencedBlocks(readme).filter(({language}) => language !== 'sh');
		expect(others.map(({language, text}) => [language, text.slice(0, 4)])).toEqual([['', 'Gets']]);
	});

	for (const block of blocks) {
		test(block.split('\n')[0] ?? '', async () => {
			const row = rowOf(block);
			if (row === undefined) throw new Error(`Nobody says how this is run: ${block}`);
			await how[row]?.(block);
		});
	}
});
