import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {createServices} from '../../source/create-services.js';
import type {Services} from '../../source/services.js';
import {unlock} from '../../source/storage/unlock.js';
import {openTerminal} from '../helpers/pty.js';
import {program, runCli, startCli} from '../helpers/run-cli.js';
import {type SignedIn, signedIn} from '../helpers/signed-in.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const passphrase = 'canary horse battery';
const timeout = 60_000;

let world: SignedIn;
let services: Services;
beforeEach(async () => {
	world = await signedIn();
	const {config} = world;
	const rekeying = ['rekey', '--passphrase', '--passphrase-stdin'];
	expect(await runCli(rekeying, {config, stdin: passphrase})).toMatchObject({code: 0});
	const key = await unlock({directory: config, environment: {}, ask: async () => passphrase});
	services = createServices({directory: config, key});
}, timeout);
afterEach(() => world?.close());

const current = () => `${services.secrets.read(world.name).tokens?.accessToken}\n`;
const expire = () =>
	services.secrets.updateTokens(world.name, ({tokens, ...others}) => ({
		...others,
		tokens: tokens && {...tokens, expiresAt: Date.now() - 1},
	}));
const of = (pid: number, what: string) => readFileSync(`/proc/${pid}/${what}`, 'utf8');

test(
	'a watcher is told the passphrase once, on the terminal, and does all by itself',
	async () => {
		const {config, name} = world;
		const directory = path.join(temporaryDirectory(), 'tokens');
		const file = path.join(directory, name);
		const holds = (text: () => string) =>
			vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(text()), 10_000);
		const window = openTerminal({
			command: process.execPath,
			args: [program, 'refresh', '--watch', '--token-dir', directory],
			env: {MAILGRANT_CONFIG: config},
			columns: 200,
			timeoutMs: 10_000,
		});
		onTestFinished(window.close);
		await window.waitFor(`Passphrase of ${config} (not shown)`);
		window.write('canary of another mine\r');
		await window.waitFor('That is not it. Passphrase of');
		window.write(`${passphrase}\r`);
		await window.waitFor('started: 1 grant,');
		await holds(current);
		const old = current();
		world.fault({latencyMs: 300});
		const before = world.refreshes();
		await expire();
		await vi.waitFor(() => expect(world.refreshes()).toBe(before + 1), 10_000);
		// Nobody else could be told the passphrase.
		expect(of(window.pid, `task/${window.pid}/children`)).toBe('');
		await window.waitFor(`${name}: renewed`);
		expect(current()).not.toBe(old);
		await holds(current);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(of(window.pid, 'cmdline')).not.toContain('canary');
		expect(of(window.pid, 'environ')).not.toContain('canary');
		const begun = performance.now();
		window.kill('SIGTERM');
		expect(await window.exited).toEqual({code: 0, signal: undefined});
		expect(performance.now() - begun).toBeLessThan(2000);
		expect(window.output()).toMatch(/ stopped\r\n$/);
		expect(window.output()).not.toContain('canary');
		for (const place of [config, directory, window.home]) {
			for (const entry of readdirSync(place, {recursive: true, withFileTypes: true})) {
				if (!entry.isFile()) continue;
				const text = readFileSync(path.join(entry.parentPath, entry.name), 'latin1');
				expect(text.includes('canary'), entry.name).toBe(false);
			}
		}
	},
	timeout,
);

test(
	'at the question for it SIGTERM ends the watcher, with the echo back',
	async () => {
		const directory = path.join(temporaryDirectory(), 'tokens');
		const window = openTerminal({
			command: 'sh',
			args: ['-c', '"$@"; echo "code $?"; stty -a', 'sh', process.execPath, program].concat(
				'refresh',
				'--watch',
				'--token-dir',
				directory,
			),
			env: {MAILGRANT_CONFIG: world.config},
			columns: 200,
			timeoutMs: 10_000,
		});
		onTestFinished(window.close);
		await window.waitFor('Passphrase of');
		const [child = 0] = of(window.pid, `task/${window.pid}/children`).split(' ').map(Number);
		process.kill(child, 'SIGTERM');
		await window.exited;
		expect(window.screen()).toMatch(/^code 143$/m);
		expect(window.screen()).toMatch(/ echo /);
		expect(existsSync(directory)).toBe(false);
	},
	timeout,
);

test(
	'without a terminal it ends at once and says what lacks, whatever waits on its input',
	async () => {
		const directory = path.join(temporaryDirectory(), 'tokens');
		const args = ['refresh', '--watch', '--token-dir', directory];
		const cli = startCli(args, {config: world.config});
		const ended = await cli.ended;
		expect(ended).toMatchObject({code: 1, stdout: ''});
		expect(ended.stderr).toMatch(/ is encrypted with a passphrase, which was not given\.\n/);
		expect(ended.stderr).toContain('LoadCredential=mailgrant-passphrase:FILE');
		expect(await runCli(['service', '--cron'], {config: world.config})).toMatchObject({
			code: 1,
			stdout: '',
			stderr: expect.stringContaining('which nobody types for cron'),
		});
		expect(existsSync(directory)).toBe(false);
	},
	timeout,
);

test(
	'a watcher whose store gets a passphrase meanwhile says so, keeps what serves and goes on when it can',
	async () => {
		const {config, name} = world;
		const renew = ['rekey', '--new', '--passphrase-fd', '0'];
		const lock = ['rekey', '--passphrase', '--passphrase-stdin'];
		const withPassphrase = {config, stdin: passphrase};
		expect(await runCli(renew, withPassphrase)).toMatchObject({code: 0});
		const directory = path.join(temporaryDirectory(), 'tokens');
		const file = path.join(directory, name);
		const cli = startCli(['refresh', '--watch', '--token-dir', directory], {config});
		await cli.until(/started: 1 grant,/);
		// Whoever is at work has the key of before.
		const workers = () => of(cli.pid, `task/${cli.pid}/children`);
		await vi.waitFor(() => expect([existsSync(file), workers()]).toEqual([true, '']), 10_000);
		const old = readFileSync(file, 'utf8');
		expect(await runCli(lock, withPassphrase)).toMatchObject({code: 0});
		await cli.until(/encrypted with a passphrase, which was not given/);
		const key = await unlock({directory: config, environment: {}, ask: async () => passphrase});
		services = createServices({directory: config, key});
		await expire();
		await cli.until(/evmail: .*encrypted with a passphrase, which was not given/);
		expect(readFileSync(file, 'utf8')).toBe(old);
		expect(await runCli(renew, withPassphrase)).toMatchObject({code: 0});
		await cli.until(/evmail: renewed/);
		await vi.waitFor(() => expect(readFileSync(file, 'utf8')).not.toBe(old), 10_000);
		cli.kill('SIGTERM');
		expect(await cli.ended).toMatchObject({code: 0, stderr: ''});
	},
	timeout,
);
