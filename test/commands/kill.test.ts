import {watch} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {runCli, startCli} from '../helpers/run-cli.js';
import {type SignedIn, signedIn} from '../helpers/signed-in.js';

// More by hand: KILL_ROUNDS=200 npx vitest run test/commands/kill.test.ts
const rounds = Number(process.env.KILL_ROUNDS ?? 6);

describe('kill -9 of the process that refreshes', {timeout: 60_000 + rounds * 20_000}, () => {
	let world: SignedIn;
	beforeAll(async () => {
		world = await signedIn();
	});
	beforeEach(async () => {
		world.fault({});
		await world.signIn();
		await world.expire();
	});
	afterAll(() => world?.close());

	const start = () => startCli(['token', world.name], {config: world.config});
	const run = () => runCli(['token', world.name], {config: world.config});

	/** Resolves with the nth time that the tokens on disk took another form. */
	function changed(times: number) {
		const {promise, resolve} = Promise.withResolvers<void>();
		let seen = 0;
		const watcher = watch(path.join(world.config, 'tokens'), (event, name) => {
			if (event === 'rename' && name?.endsWith('.enc') && ++seen === times) resolve();
		});
		onTestFinished(() => watcher.close());
		return promise;
	}

	/** Resolves when the server has another request for a refresh. */
	async function asked(before: number) {
		while (world.refreshes() === before) await new Promise(resolve => setImmediate(resolve));
	}

	async function kill(cli: ReturnType<typeof start>) {
		cli.kill('SIGKILL');
		return cli.ended;
	}

	test('before the server was asked, the next one renews', async () => {
		const marked = changed(1);
		world.fault({oauth: {breaks: {at: 'greeting', how: 'silence'}}});
		const cli = start();
		await marked;
		await kill(cli);
		world.fault({});
		expect(world.services.secrets.read(world.name).renewal?.begunAt).toEqual(expect.any(Number));
		expect(await run()).toMatchObject({code: 0, stdout: `${world.tokens()?.accessToken}\n`});
		expect(world.services.secrets.read(world.name).renewal).toBeUndefined();
	});

	test('while the server works, a server with a grace takes the old one again', async () => {
		world.fault({latencyMs: 200, oauth: {refreshGraceMs: 60_000}});
		const before = world.refreshes();
		const cli = start();
		await asked(before);
		await kill(cli);
		expect(await run()).toMatchObject({code: 0, stdout: `${world.tokens()?.accessToken}\n`});
	});

	test('while a server without grace works, the truth is told and remembered', async () => {
		world.fault({latencyMs: 200});
		const before = world.refreshes();
		const cli = start();
		await asked(before);
		await kill(cli);
		const told = await run();
		expect(told).toMatchObject({code: 3, stdout: ''});
		expect(told.stderr).toContain('A refresh was cut off and its answer is lost');
		expect(told.stderr).toContain('mailgrant sign-in');
		const requests = world.refreshes();
		expect(await run()).toMatchObject({code: 3});
		expect(world.refreshes()).toBe(requests);
		await world.signIn();
		expect(await run()).toMatchObject({code: 0});
	});

	test('once the answer is on disk, it is the token of all', async () => {
		const stored = changed(2);
		const before = world.refreshes();
		const cli = start();
		await stored;
		await kill(cli);
		expect(await run()).toMatchObject({code: 0, stdout: `${world.tokens()?.accessToken}\n`});
		expect(world.refreshes()).toBe(before + 1);
	});

	test('at any moment, nothing is lost that a grace of the server can bring back', async () => {
		world.fault({latencyMs: 40, oauth: {refreshGraceMs: 60_000}});
		let outcomes = '';
		for (let round = 0; round < rounds; round++) {
			const before = world.refreshes();
			const cli = start();
			// Spread over the start of the program, the refresh and the end.
			const killing = new Promise(resolve => setTimeout(resolve, 150 + (round / rounds) * 450));
			await Promise.race([killing, cli.ended]);
			await kill(cli);
			outcomes += world.refreshes() - before;
			const after = await run();
			expect(after, after.stderr).toMatchObject({code: 0, stderr: ''});
			await world.expire();
		}
		console.log(`killed after so many requests: ${outcomes}`);
	});
});
