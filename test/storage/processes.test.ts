import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {lutimesSync, mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test, vi} from 'vitest';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {filesIn, now, recordOf, storesIn, userErrorOf} from './fixtures.js';

// Each starts processes, which takes its time on a busy machine.
vi.setConfig({testTimeout: 60_000});

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

function start(directory: string, task: string, name = ''): ChildProcess {
	const child = spawn(
		process.execPath,
		['--import', here('../helpers/typescript-hooks.js'), here('child.ts'), directory, task, name],
		{stdio: ['pipe', 'pipe', 'inherit']},
	);
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	return child;
}

async function holding(directory: string, task: 'hold' | 'hold-write'): Promise<ChildProcess> {
	const child = start(directory, task);
	if (child.stdout) await once(child.stdout, 'data');
	return child;
}

async function kill(child: ChildProcess) {
	child.kill('SIGKILL');
	await once(child, 'exit');
}

test('twenty processes at once lose nothing', {timeout: 120_000}, async () => {
	const directory = temporaryDirectory();
	const {grants, secrets} = storesIn(directory);
	await grants.write(recordOf('shared'));
	// All of them find this one's lock, and only one may take it over.
	await kill(await holding(directory, 'hold-write'));
	const names = Array.from({length: 20}, (_, index) => `process-${index}`);
	const children = names.map(name => start(directory, 'fill', name));
	const codes = await Promise.all(
		children.map(async child => (await once(child, 'exit'))[0] as number),
	);
	expect(codes).toEqual(names.map(() => 0));
	expect(
		grants
			.list()
			.map(({grant}) => grant.name)
			.sort(),
	).toEqual([...names, 'shared'].sort());
	const all = names.flatMap(name => [1, 2, 3].map(round => `${name}-${round}`)).sort();
	expect([...(grants.read('shared')?.ticks ?? [])].sort()).toEqual(all);
	expect([...(secrets.read('shared').tokens?.scopes ?? [])].sort()).toEqual(all);
	for (const name of names) expect(secrets.read(name).clientSecret?.value).toBe(name);
	expect(filesIn(directory)).toEqual([
		'grants.json',
		'key',
		'secrets.enc',
		expect.stringMatching(/^tokens\/\w+\.enc$/),
		'tokens/key.enc',
	]);
});

test('one process at a time has a grant to itself, and others of it wait', async () => {
	const directory = temporaryDirectory();
	const child = await holding(directory, 'hold');
	const {secrets} = storesIn(directory);
	const order: string[] = [];
	const waiting = secrets.exclusively('shared', async () => order.push('waited'));
	await secrets.exclusively('another', async () => order.push('another'));
	await secrets.update('shared', () => ({clientSecret: {value: 'x', setAt: now}}));
	order.push('updated');
	child.stdin?.end();
	await waiting;
	expect(order).toEqual(['another', 'updated', 'waited']);
});

test.each(['hold', 'hold-write'] as const)(
	'the lock of a killed process is taken over at once: %s',
	async task => {
		const directory = temporaryDirectory();
		await kill(await holding(directory, task));
		expect(readdirSync(directory).join(' ')).toContain('.lock');
		const {secrets} = storesIn(directory, {waitMs: 1000, grantWaitMs: 1000});
		const values = await Promise.all(
			['a', 'b', 'c'].map(name =>
				secrets.exclusively('shared', () =>
					secrets.update(name, () => ({clientSecret: {value: name, setAt: now}})),
				),
			),
		);
		expect(values.map(({clientSecret}) => clientSecret?.value)).toEqual(['a', 'b', 'c']);
		await secrets.update('shared', latest => latest);
		expect(filesIn(directory)).toEqual(['key', 'secrets.enc']);
	},
);

test('a process killed while it writes leaves whole files', async () => {
	const directory = temporaryDirectory();
	for (const rounds of [1, 2, 3, 4, 5]) {
		const child = start(directory, 'churn');
		for (let seen = 0; seen < rounds; ) {
			const [chunk] = child.stdout ? await once(child.stdout, 'data') : [];
			seen += String(chunk).split('\n').length - 1;
		}
		await kill(child);
		const {grants, secrets} = storesIn(directory);
		const {value, setAt} = secrets.read('shared').clientSecret ?? expect.fail('no secret');
		expect(setAt).toBeGreaterThanOrEqual(rounds);
		expect(value).toBe(`${setAt} `.repeat(2000));
		expect(grants.list()).toHaveLength(1);
	}
	const {grants, secrets} = storesIn(directory);
	await grants.write(recordOf('shared'));
	await secrets.update('shared', () => ({clientSecret: {value: 'x', setAt: now}}));
	expect(filesIn(directory)).toEqual(['grants.json', 'key', 'secrets.enc']);
});

test('waiting ends with an error that says who holds the lock', async () => {
	const directory = temporaryDirectory();
	const child = await holding(directory, 'hold');
	const {secrets} = storesIn(directory, {grantWaitMs: 60});
	const error = await userErrorOf(() => secrets.exclusively('shared', async () => {}));
	expect(error.message).toContain(`process ${child.pid}, since `);
	expect(error.nextSteps[0]).toContain(`ps -fp ${child.pid}`);
});

test('a stopped process keeps its lock, however old', async () => {
	const directory = temporaryDirectory();
	const child = await holding(directory, 'hold-write');
	child.kill('SIGSTOP');
	const lock = readdirSync(directory).find(name => name.endsWith('.lock')) ?? expect.fail('none');
	lutimesSync(path.join(directory, lock), 0, 0);
	const {secrets} = storesIn(directory, {waitMs: 60});
	const error = await userErrorOf(() => secrets.update('shared', () => ({})));
	expect(error.message).toContain(`process ${child.pid}`);
});

test.each([
	['a directory, as earlier versions have them', (lock: string) => mkdirSync(lock)],
	['a link that names nobody', (lock: string) => symlinkSync('nobody', lock)],
	['a file', (lock: string) => writeFileSync(lock, '')],
])('an old lock of nobody is taken over, a young one is waited for: %s', async (_, make) => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory, {waitMs: 60});
	const lock = path.join(directory, 'grants.json.lock');
	make(lock);
	expect((await userErrorOf(() => grants.write(recordOf('a')))).message).toContain('not known');
	lutimesSync(lock, 0, 0);
	await grants.write(recordOf('a'));
	expect(readdirSync(directory)).toEqual(['grants.json']);
});

test('a lock of another host is judged by its age alone', async () => {
	const directory = temporaryDirectory();
	const {grants} = storesIn(directory, {waitMs: 60});
	const lock = path.join(directory, 'grants.json.lock');
	const pid = 2 ** 22 + 1;
	symlinkSync(`${pid} 4711 ${now} mail2 pid:[1]`, lock);
	const error = await userErrorOf(() => grants.write(recordOf('a')));
	expect(error.message).toContain(`process ${pid} on mail2`);
	lutimesSync(lock, 0, 0);
	await grants.write(recordOf('a'));
	expect(grants.list()).toHaveLength(1);
});

test('an abort ends the waiting with its reason, and work that fails frees the lock', async () => {
	const directory = temporaryDirectory();
	const {secrets} = storesIn(directory);
	const reason = new Error('Esc');
	const controller = new AbortController();
	await secrets.exclusively('a', async () => {
		const waiting = secrets.exclusively('a', async () => {}, {signal: controller.signal});
		controller.abort(reason);
		await expect(waiting).rejects.toBe(reason);
	});
	await expect(
		secrets.exclusively('a', async () => {
			throw reason;
		}),
	).rejects.toBe(reason);
	expect(readdirSync(directory)).toEqual([]);
});

test('others read and write while one changes the key again and again', async () => {
	const directory = temporaryDirectory();
	const {secrets} = storesIn(directory, {waitMs: 30_000});
	const tokensAt = (obtainedAt: number) =>
		({accessToken: 'x', obtainedAt, expiresAt: 2, scopes: [], flow: 'browser'}) as const;
	const secret = {clientSecret: {value: 'x', setAt: now}, tokens: tokensAt(1)};
	await secrets.update('a', () => secret);
	const child = start(directory, 'rekey');
	const ended = once(child, 'exit');
	let code: unknown;
	ended.then(([exitCode]) => {
		code = exitCode;
	});
	let rounds = 0;
	for (; code === undefined; rounds++) {
		// Another store each time, as another process has it: nothing is remembered.
		expect(storesIn(directory).secrets.read('a')).toEqual(secret);
		if (rounds % 10 === 0)
			await secrets.update('b', () => ({clientSecret: {value: 'y', setAt: rounds}}));
		// Without the lock of the secrets, as a refresh does it.
		if (rounds % 3 === 0) await secrets.updateTokens('c', () => ({tokens: tokensAt(rounds)}));
		await new Promise(setImmediate);
	}
	expect(code).toBe(0);
	expect(rounds).toBeGreaterThan(10);
	expect(secrets.read('a')).toEqual(secret);
	expect(storesIn(directory).secrets.readTokens('c').tokens).toBeDefined();
	expect(readdirSync(directory).sort()).toEqual(['key', 'key.json', 'secrets.enc', 'tokens']);
	expect(filesIn(directory)).not.toContain('tokens/key.next.enc');
});
