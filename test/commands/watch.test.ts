import {spawn} from 'node:child_process';
import {
	chmodSync,
	closeSync,
	existsSync,
	fstatSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	readFileSync,
	statSync,
	watch as watchPath,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {program, runCli, startCli} from '../helpers/run-cli.js';
import {type SignedIn, signedIn} from '../helpers/signed-in.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

describe('refresh, once and as a watcher', {timeout: 60_000}, () => {
	let world: SignedIn;
	beforeAll(async () => {
		world = await signedIn();
	});
	beforeEach(async () => {
		world.fault({});
		await world.signIn();
	});
	afterAll(() => world?.close());

	const run = (args: readonly string[], env = {}) => runCli(args, {config: world.config, env});

	function start(args: readonly string[] = [], env = {}) {
		const directory = temporaryDirectory();
		const tokenDirectory = path.join(directory, 'tokens');
		const cli = startCli(['refresh', '--watch', '--token-dir', tokenDirectory, ...args], {
			config: world.config,
			env,
		});
		return {...cli, directory, file: path.join(tokenDirectory, world.name)};
	}

	/** Resolves when the file is there and holds what it should. */
	async function holds(file: string, isRight: (text: string | undefined) => boolean) {
		const {promise, resolve} = Promise.withResolvers<void>();
		const look = () => {
			if (isRight(existsSync(file) ? readFileSync(file, 'utf8') : undefined)) resolve();
		};
		const watcher = watchPath(path.dirname(file), look);
		onTestFinished(() => watcher.close());
		look();
		await promise;
		watcher.close();
	}

	test('refresh renews what is due, --force also what is not, and says so', async () => {
		expect(await run(['refresh'])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^evmail: fresh, ends \S+Z\n$/),
		});
		await world.expire();
		const renewed = await run(['refresh', world.name, '--json']);
		expect(JSON.parse(renewed.stdout)).toEqual([
			{grant: 'evmail', ok: true, renewed: true, expiresAt: expect.any(String)},
		]);
		const before = world.refreshes();
		expect((await run(['refresh', '--all', '--force'])).stdout).toMatch(/^evmail: renewed/);
		expect(world.refreshes()).toBe(before + 1);
		expect((await run(['status', world.name])).stdout).toMatch(
			/15 +done +Stays alive +renewed, with nobody at the browser/,
		);
		expect(await run(['refresh', world.name, '--all'])).toMatchObject({code: 2});
		expect(await run(['refresh', 'nobody'])).toMatchObject({code: 1});
	});

	test('a revoked sign-in is exit code 3 and asked for once, a dead server is 1', async () => {
		await world.expire();
		world.fault({oauth: {breaks: {at: 'answer', how: 'reset'}}});
		const down = await run(['token', world.name]);
		expect(down).toMatchObject({code: 1, stdout: ''});
		expect(down.stderr).toContain('Temporary: it is tried again in ');
		world.fault({oauth: {isRevoked: true}});
		let before = world.refreshes();
		// Not tried again before its time.
		expect(await run(['token', world.name])).toMatchObject({code: 1});
		expect(world.refreshes()).toBe(before);
		const dead = await run(['refresh', '--force', '--json']);
		expect(dead.code).toBe(3);
		expect(JSON.parse(dead.stdout)).toMatchObject([
			{grant: 'evmail', ok: false, needsPerson: true, diagnosis: {said: expect.any(String)}},
		]);
		expect((await run(['status', world.name])).stdout).toMatch(/15 +failed +Stays alive/);
		before = world.refreshes();
		expect(await run(['token', world.name])).toMatchObject({code: 3, stdout: ''});
		expect(await run(['refresh'])).toMatchObject({code: 3});
		expect(world.refreshes()).toBe(before);
		expect((await run(['status', world.name])).stdout).toMatch(/Renewal: failed .*person/);
		world.fault({});
		await world.signIn();
		expect(await run(['token', world.name])).toMatchObject({code: 0});
	});

	test('for cron only what fails for the first time is printed', async () => {
		const quiet = () => run(['refresh', '--all', '--quiet']);
		expect(await quiet()).toMatchObject({code: 0, stdout: '', stderr: ''});
		await world.expire();
		expect(await quiet()).toMatchObject({code: 0, stdout: ''});
		await world.expire();
		world.fault({oauth: {breaks: {at: 'answer', how: 'reset'}}});
		const first = await quiet();
		expect(first.code).toBe(1);
		expect(first.stdout).toMatch(/^evmail: no token\n/);
		expect(await quiet()).toMatchObject({code: 1, stdout: '', stderr: ''});
		world.fault({});
		await world.signIn();
		await world.expire();
		world.fault({oauth: {isRevoked: true}});
		expect((await quiet()).stdout).toContain('evmail: no token');
		expect(await quiet()).toMatchObject({code: 3, stdout: '', stderr: ''});
	});

	test('in the journal each line has its priority, elsewhere its time', async () => {
		await world.expire();
		world.fault({oauth: {isRevoked: true}});
		const out = path.join(temporaryDirectory(), 'out');
		const descriptor = openSync(out, 'w');
		const {dev, ino} = fstatSync(descriptor);
		const lines = async (stream: string) => {
			const child = spawn(
				process.execPath,
				[program, 'refresh', '--watch', '--token-dir', path.join(temporaryDirectory(), 'tokens')],
				{
					env: {
						PATH: process.env.PATH ?? '',
						MAILGRANT_CONFIG: world.config,
						JOURNAL_STREAM: stream,
					},
					stdio: ['ignore', descriptor, 'ignore'],
				},
			);
			const closed = new Promise(resolve => child.once('close', resolve));
			await holds(out, text => text?.includes('needs a person') === true);
			child.kill('SIGTERM');
			await closed;
			return readFileSync(out, 'utf8').trim().split('\n');
		};
		const [started, troubled] = await lines(`${dev}:${ino}`);
		expect(started).toMatch(/^<6>started: 1 grant/);
		expect(troubled).toMatch(/^<3>evmail: needs a person/);
		ftruncateSync(descriptor);
		expect((await lines(`${dev}:1`)).find(line => line.includes('started'))).toMatch(
			/\d{4}-.*Z started/,
		);
		closeSync(descriptor);
	});

	test('a new client secret forgets what failed', async () => {
		await world.expire();
		world.fault({oauth: {isSecretExpired: true}});
		expect(await run(['token', world.name])).toMatchObject({code: 3});
		world.fault({});
		expect(await run(['token', world.name])).toMatchObject({code: 3});
		await world.services.secrets.update(world.name, ({clientSecret, ...others}) => ({
			...others,
			clientSecret: clientSecret && {...clientSecret, setAt: clientSecret.setAt + 1},
		}));
		expect(await run(['token', world.name])).toMatchObject({code: 0});
	});

	test('the watcher keeps a file, renews, runs the command and ends at once', async () => {
		const out = path.join(temporaryDirectory(), 'out');
		const cli = start(['--exec', `echo "$MAILGRANT_GRANT $MAILGRANT_TOKEN_FILE" > '${out}'`]);
		await cli.until(/started: 1 grant,/);
		await holds(cli.file, text => text === `${world.tokens()?.accessToken}\n`);
		expect(statSync(cli.file).mode & 0o777).toBe(0o600);
		expect(statSync(path.dirname(cli.file)).mode & 0o777).toBe(0o700);
		const old = world.tokens()?.accessToken;
		await world.expire();
		cli.kill('SIGHUP');
		await cli.until(/evmail: (?:renewed|another)/);
		await holds(cli.file, text => text !== `${old}\n` && text !== undefined);
		await holds(out, text => text === `evmail ${cli.file}\n`);
		cli.kill('SIGTERM');
		const begun = performance.now();
		const ended = await cli.ended;
		expect(performance.now() - begun).toBeLessThan(2000);
		expect(ended).toMatchObject({code: 0, stderr: ''});
		expect(ended.stdout).toMatch(/stopped\n$/);
		expect(ended.stdout).not.toContain(String(world.tokens()?.accessToken));
	});

	test('SIGTERM ends it while a request is under way, and JSON lines say what happened', async () => {
		await world.expire();
		world.fault({oauth: {breaks: {at: 'answer', how: 'silence'}}});
		const before = world.refreshes();
		const cli = start(['--log', 'json'], {JOURNAL_STREAM: '1:2'});
		while (world.refreshes() === before) await new Promise(resolve => setImmediate(resolve));
		const begun = performance.now();
		cli.kill('SIGTERM');
		const ended = await cli.ended;
		expect(performance.now() - begun).toBeLessThan(1500);
		expect(ended.code).toBe(0);
		const lines = ended.stdout.trim().split('\n');
		expect(lines.map(line => JSON.parse(line).event)).toEqual(['started', 'stopped']);
	});

	/** The processes that a watcher has at work. */
	const workersOf = (pid: number) =>
		readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
			.split(' ')
			.filter(Boolean)
			.map(Number);

	test('who renews is another process: killed in the middle it is told, and another one goes on', async () => {
		await world.expire();
		world.fault({oauth: {breaks: {at: 'answer', how: 'silence'}}});
		const before = world.refreshes();
		const cli = start();
		while (world.refreshes() === before) await new Promise(resolve => setImmediate(resolve));
		const [worker, ...others] = workersOf(cli.pid);
		expect(others).toEqual([]);
		const line = readFileSync(`/proc/${worker}/cmdline`, 'utf8').split('\0');
		expect(line).toContain('look-after');
		const kept = world.services.secrets.read(world.name);
		for (const secret of [kept.clientSecret?.value, kept.tokens?.refreshToken]) {
			expect(secret).toEqual(expect.any(String));
			expect(line.join()).not.toContain(secret);
			expect(readFileSync(`/proc/${worker}/environ`, 'utf8')).not.toContain(secret);
		}
		process.kill(worker ?? expect.fail('nobody renews'), 'SIGKILL');
		await cli.until(/the process that renews tokens has ended with SIGKILL/);
		world.fault({});
		await cli.until(/evmail: renewed/);
		await holds(cli.file, text => text === `${world.tokens()?.accessToken}\n`);
		cli.kill('SIGTERM');
		expect(await cli.ended).toMatchObject({code: 0, stderr: ''});
	});

	test('nobody is left when the watcher is killed, and what was under way is kept', async () => {
		await world.expire();
		const old = world.tokens()?.accessToken;
		world.fault({latencyMs: 300});
		const before = world.refreshes();
		const cli = start();
		while (world.refreshes() === before) await new Promise(resolve => setImmediate(resolve));
		const [worker = 0] = workersOf(cli.pid);
		cli.kill('SIGKILL');
		await cli.ended;
		await holds(cli.file, text => text !== undefined && text !== `${old}\n`);
		expect(readFileSync(cli.file, 'utf8')).toBe(`${world.tokens()?.accessToken}\n`);
		while (existsSync(`/proc/${worker}`)) await new Promise(resolve => setImmediate(resolve));
	});

	test('the file goes with the grant', async () => {
		const cli = start();
		await cli.until(/started/);
		await holds(cli.file, text => text !== undefined);
		const record = world.services.grants.read(world.name) ?? expect.fail('no grant');
		await world.services.grants.remove(world.name);
		await cli.until(/evmail: grant removed/);
		await holds(cli.file, text => text === undefined);
		await world.services.grants.write(record);
		await cli.until(/evmail: grant added/);
		await holds(cli.file, text => text !== undefined);
		cli.kill('SIGTERM');
		await cli.ended;
	});

	test('a token directory that others may write to is refused, and a wrong owner', async () => {
		const loose = path.join(temporaryDirectory(), 'loose');
		mkdirSync(loose);
		chmodSync(loose, 0o777);
		const refused = await run(['refresh', '--watch', '--token-dir', loose]);
		expect(refused).toMatchObject({code: 1, stderr: expect.stringContaining('chmod go-w')});
		const file = path.join(loose, 'file');
		writeFileSync(file, '');
		expect(await run(['refresh', '--watch', '--token-dir', file])).toMatchObject({code: 1});
		expect(await run(['refresh', '--watch'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('--token-dir DIR'),
		});
		const nobody = ['refresh', '--watch', '--token-owner', 'no-such-user-here'];
		expect(await run(nobody, {XDG_RUNTIME_DIR: temporaryDirectory()})).toMatchObject({code: 2});
	});

	test.skipIf(process.getuid?.() !== 0)('a group may read where one is named', async () => {
		const cli = start(['--token-owner', '12345:23456']);
		await cli.until(/started/);
		await holds(cli.file, text => text !== undefined);
		expect(statSync(cli.file)).toMatchObject({uid: 12345, gid: 23456});
		expect(statSync(cli.file).mode & 0o777).toBe(0o640);
		cli.kill('SIGTERM');
		await cli.ended;
	});
});
