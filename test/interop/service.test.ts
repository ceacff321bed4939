import {execFile, execFileSync, spawnSync} from 'node:child_process';
import {
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	readlinkSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {program, runCli, startCli} from '../helpers/run-cli.js';
import {type SignedIn, signedIn} from '../helpers/signed-in.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {notifySocket} from './rig/notify-socket.js';

const has = (name: string) =>
	['/usr/bin', '/bin'].some(place => existsSync(path.join(place, name)));
const whyNot = ['systemd-analyze', 'systemctl', 'systemd-notify', 'perl'].find(name => !has(name));
const isRoot = process.getuid?.() === 0;

// No systemd is started: its programs judge files, and write below a root of the test's own.
describe.skipIf(whyNot)('systemd’s own programs', {timeout: 60_000}, () => {
	/** The files of a service as the built program prints them, in a directory. */
	async function units(...options: readonly string[]) {
		const directory = temporaryDirectory();
		const config = path.join(directory, 'config');
		const {stdout, stderr} = await runCli(['service', '--json', ...options], {
			config: '',
			env: {HOME: directory, MAILGRANT_CONFIG: ''},
		});
		expect(stderr).toBe('');
		const {files} = JSON.parse(stdout) as {readonly files: readonly {path: string; text: string}[]};
		return {
			config,
			files: files
				.filter(file => file.path.startsWith('/etc/systemd/system/'))
				.map(file => {
					const at = path.join(directory, path.basename(file.path));
					writeFileSync(at, file.text);
					return at;
				}),
		};
	}

	const variants: Readonly<Record<string, readonly string[]>> = {
		usual: [],
		readers: ['--readers', 'daemon'],
		everything: [
			...['--exec', `printf '%s\\n' "$MAILGRANT_GRANT"; systemctl reload "my mailer"`],
			...['--prometheus', '/var/lib/prometheus/node-exporter/mailgrant.prom'],
			...['--log', 'json', '--key-file', '/etc/mailgrant/key.cred', '--user', 'daemon'],
		],
	};

	test.each(Object.entries(variants))(
		'find nothing wrong with the units: %s',
		async (_, options) => {
			const {files} = await units(...options);
			expect(files.length).toBeGreaterThan(0);
			const {status, stdout, stderr} = spawnSync(
				'systemd-analyze',
				['verify', '--man=no', ...files],
				{
					encoding: 'utf8',
				},
			);
			expect({status, stdout, stderr}).toEqual({status: 0, stdout: '', stderr: ''});
		},
	);

	test.each(Object.entries(variants))(
		'find nothing wrong with what is changed of a package’s unit: %s',
		async (_, options) => {
			const root = temporaryDirectory();
			const place = path.join(root, 'usr/lib/systemd/system');
			mkdirSync(place, {recursive: true});
			const run = (...words: readonly string[]) =>
				runCli(['service', '--json', '--root', root, ...words], {
					config: '',
					env: {HOME: root, MAILGRANT_CONFIG: ''},
				});
			const told = async (...words: readonly string[]) =>
				(JSON.parse((await run(...words)).stdout) as {files: {path: string; text: string}[]}).files;
			const at = path.join(place, 'mailgrant.service');
			const base = (await told()).find(file => file.path.endsWith('/mailgrant.service'));
			writeFileSync(at, base?.text ?? '');
			expect(await told()).toEqual([]);
			mkdirSync(`${at}.d`);
			mkdirSync(path.join(root, 'etc'));
			writeFileSync(path.join(root, 'etc/group'), 'daemon:x:1:\n');
			writeFileSync(path.join(root, 'etc/passwd'), 'daemon:x:1:1::/:/bin/sh\n');
			for (const file of await told(...options)) {
				const name = file.path.includes('.service.d/') ? `${at}.d` : place;
				writeFileSync(path.join(name, path.basename(file.path)), file.text);
			}
			const {status, stdout, stderr} = spawnSync('systemd-analyze', ['verify', '--man=no', at], {
				encoding: 'utf8',
			});
			expect({status, stdout, stderr}).toEqual({status: 0, stdout: '', stderr: ''});
		},
	);

	test.each(Object.entries(variants))('find them little exposed: %s', async (_, options) => {
		const {files} = await units(...options);
		for (const file of files.filter(name => name.endsWith('.service'))) {
			const said = execFileSync(
				'systemd-analyze',
				['security', '--offline=yes', '--no-pager', file],
				{encoding: 'utf8'},
			);
			const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(said)?.[1]);
			expect(exposure, path.basename(file)).toBeLessThan(2);
		}
	});

	test.skipIf(!isRoot)('install below a root and remove again', async () => {
		const root = temporaryDirectory();
		const home = temporaryDirectory();
		const at = (name: string) => path.join(root, name);
		mkdirSync(at('etc'));
		const run = (...args: readonly string[]) =>
			runCli(['service', '--root', root, ...args], {
				config: '',
				env: {HOME: home, MAILGRANT_CONFIG: ''},
			});
		const unit = at('etc/systemd/system/mailgrant.service');
		const wanted = at('etc/systemd/system/multi-user.target.wants/mailgrant.service');

		expect(await run('--install')).toMatchObject({code: 0});
		expect(readFileSync(at('etc/passwd'), 'utf8')).toMatch(/^mailgrant:/m);
		expect(readlinkSync(wanted)).toBe('/etc/systemd/system/mailgrant.service');
		expect(statSync(at('etc/mailgrant')).mode & 0o777).toBe(0o700);
		expect(statSync(at('etc/mailgrant/key')).mode & 0o777).toBe(0o600);
		const key = readFileSync(at('etc/mailgrant/key'), 'utf8');
		const text = readFileSync(unit, 'utf8');
		expect(text).toContain('LoadCredential=mailgrant-key:/etc/mailgrant/key\n');

		const again = await run('--install');
		expect(again.stdout).toContain('As it should be: /etc/systemd/system/mailgrant.service');
		expect(readFileSync(at('etc/mailgrant/key'), 'utf8')).toBe(key);

		writeFileSync(unit, `${text}# mine\n`);
		expect(await run('--install')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('by hand'),
		});
		expect(await run('--remove')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('--force'),
		});
		expect(readFileSync(unit, 'utf8')).toBe(`${text}# mine\n`);

		expect(await run('--remove', '--force')).toMatchObject({code: 0});
		expect(readFileSync(`${unit}.save`, 'utf8')).toBe(`${text}# mine\n`);
		expect(existsSync(unit)).toBe(false);
		expect(lstatSync(wanted, {throwIfNoEntry: false})).toBeUndefined();
		expect(readFileSync(at('etc/mailgrant/key'), 'utf8')).toBe(key);
	});

	describe('are told by the watcher', () => {
		let world: SignedIn;
		beforeAll(async () => {
			world = await signedIn();
		});
		afterAll(() => world?.close());

		/** The watcher as systemd starts it, with a watchdog of so many seconds. */
		async function start(seconds: number) {
			const directory = temporaryDirectory();
			const socket = path.join(directory, 'notify');
			const heard = await notifySocket(socket);
			const tokenDirectory = path.join(directory, 'tokens');
			const cli = startCli(['refresh', '--watch', '--all', '--token-dir', tokenDirectory], {
				config: world.config,
				env: {NOTIFY_SOCKET: socket, WATCHDOG_USEC: String(seconds * 1e6)},
			});
			return {...heard, cli, file: path.join(tokenDirectory, world.name)};
		}

		const count = (messages: readonly string[], word: string) =>
			messages.filter(message => message.includes(word)).length;

		test('that it is ready once the tokens are there, that it lives, and that it ends', async () => {
			await world.expire();
			const {until, messages, cli, file} = await start(1);
			const ready = await until(all => count(all, 'READY=1') > 0);
			expect(existsSync(file)).toBe(true);
			expect(ready.at(-1)).toContain('STATUS=1 grant fresh');
			await until(all => count(all, 'WATCHDOG=1') >= 4);
			cli.kill('SIGHUP');
			await until(all => count(all, 'READY=1') >= 2);
			cli.kill('SIGTERM');
			expect(await cli.ended).toMatchObject({code: 0, stderr: ''});
			expect(count(messages(), 'STOPPING=1')).toBe(1);
			expect(messages().at(-1)).toContain('STOPPING=1');
		});

		test('nothing while it hangs, so that it is started again', async () => {
			const {until, messages, cli} = await start(0.4);
			await until(all => count(all, 'WATCHDOG=1') >= 2);
			cli.kill('SIGSTOP');
			// Whatever was on its way has come; then three times the time of the watchdog.
			await new Promise(resolve => setTimeout(resolve, 300));
			const before = messages().length;
			await new Promise(resolve => setTimeout(resolve, 1200));
			expect(messages()).toHaveLength(before);
			cli.kill('SIGCONT');
			await until(all => all.length > before);
			cli.kill('SIGTERM');
			await cli.ended;
		});

		test('in a status, that a grant needs a person', async () => {
			await world.expire();
			world.fault({oauth: {isRevoked: true}});
			const {until, cli} = await start(600);
			const all = await until(found => count(found, 'READY=1') > 0);
			expect(all.at(-1)).toContain('STATUS=0 grants fresh, 1 needs a person');
			cli.kill('SIGTERM');
			await cli.ended;
			world.fault({});
			await world.signIn();
		});

		test.skipIf(!has('strace'))('and its system calls are among those of the unit', async () => {
			await world.expire();
			const {files} = await units('--exec', 'true');
			const unit = readFileSync(files[0] ?? '', 'utf8');
			const directory = temporaryDirectory();
			const trace = path.join(directory, 'trace');
			const watcher = [process.execPath, program, 'refresh', '--watch', '--exec', 'true'];
			const tokens = ['--token-dir', path.join(directory, 'tokens'), '--token-owner', ':0'];
			// Aside, since the servers run in this process.
			const child = await promisify(execFile)(
				'timeout',
				[
					...['--signal=TERM', '--preserve-status', '8'],
					...['strace', '-f', '-c', '-U', 'name', '-o', trace, ...watcher, ...tokens],
				],
				{env: {PATH: '/usr/bin:/bin', HOME: directory, MAILGRANT_CONFIG: world.config}},
			);
			expect(child.stdout).toMatch(/renewed/);
			const called = readFileSync(trace, 'utf8').match(/^[a-z]\w+$/gm) ?? [];
			expect(called.length).toBeGreaterThan(30);
			const allowed = allowedCalls(unit);
			expect(
				[...new Set(called)].filter(
					name => !allowed.has(name) && name !== 'total' && name !== 'syscall',
				),
			).toEqual([]);
		});
	});
});

/** What the lines of SystemCallFilter= come to, by the sets of this systemd. */
function allowedCalls(unit: string): ReadonlySet<string> {
	const members = (set: string): readonly string[] =>
		execFileSync('systemd-analyze', ['syscall-filter', '--no-pager', set], {encoding: 'utf8'})
			.split('\n')
			.slice(1)
			.map(line => line.trim())
			.filter(line => line !== '' && !line.startsWith('#'))
			.flatMap(name => (name.startsWith('@') ? members(name) : name));
	const allowed = new Set<string>();
	for (const [, sign, list = ''] of unit.matchAll(/^SystemCallFilter=(~?)(.*)$/gm)) {
		for (const name of list
			.split(' ')
			.flatMap(word => (word.startsWith('@') ? members(word) : word))) {
			if (sign) allowed.delete(name);
			else allowed.add(name);
		}
	}
	return allowed;
}
