import {execFileSync} from 'node:child_process';
import {
	copyFileSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {filesIn, now, recordOf, storesIn, userErrorOf} from './fixtures.js';

const secret = {clientSecret: {value: 'canary-secret', setAt: now}};

async function filled() {
	const directory = temporaryDirectory();
	const stores = storesIn(directory);
	await stores.grants.write(recordOf('a'));
	await stores.secrets.update('a', () => secret);
	const file = (name: string) => path.join(directory, name);
	return {directory, ...stores, file};
}

/** Every way to read or write the secrets refuses, names the file, and changes nothing. */
async function expectRefused({directory, file}: Awaited<ReturnType<typeof filled>>, named: string) {
	const before = filesIn(directory);
	const bytes = statSync(file('secrets.enc')).isFile() ? readFileSync(file('secrets.enc')) : '';
	const {secrets} = storesIn(directory);
	for (const work of [
		() => secrets.read('a'),
		() => secrets.facts('a'),
		() => secrets.update('a', () => secret),
		() => secrets.update('b', () => secret),
		() => secrets.rename('a', 'b'),
		() => secrets.remove('a'),
	]) {
		const error = await userErrorOf(work);
		expect(error.message).toContain(file(named));
		expect(error.nextSteps.length).toBeGreaterThan(0);
		expect(`${error.message} ${error.nextSteps.join(' ')}`).not.toContain('canary');
	}
	expect(filesIn(directory)).toEqual(before);
	if (bytes !== '') expect(readFileSync(file('secrets.enc')).equals(bytes)).toBe(true);
}

test('secrets are nowhere in the files in the clear', async () => {
	const {directory, secrets, file} = await filled();
	await secrets.update('a', latest => ({
		...latest,
		tokens: {
			accessToken: 'canary-access',
			refreshToken: 'canary-refresh',
			obtainedAt: now,
			expiresAt: now + 1,
			scopes: ['imap'],
			flow: 'browser',
		},
		pending: {
			state: 'canary-state',
			codeVerifier: 'canary-verifier',
			redirectUri: 'http://localhost:8765/callback',
			fits: '',
			startedAt: now,
		},
	}));
	for (const name of filesIn(directory)) {
		expect(readFileSync(file(name), 'latin1')).not.toMatch(/canary/);
		expect(statSync(file(name)).mode & 0o7777).toBe(0o600);
	}
	expect(filesIn(directory)).toEqual([
		'grants.json',
		'key',
		'secrets.enc',
		expect.stringMatching(/^tokens\/[0-9a-f]{32}\.enc$/),
		'tokens/key.enc',
	]);
});

test.each<[string, (bytes: Buffer) => Buffer | string]>([
	['empty', () => ''],
	['cut off before its tag', bytes => bytes.subarray(0, -1)],
	['cut in half', bytes => bytes.subarray(0, bytes.length / 2)],
	['cut to a few bytes', bytes => bytes.subarray(0, 20)],
	['longer by a byte', bytes => Buffer.concat([bytes, Buffer.from([0])])],
	['in the clear', () => JSON.stringify({version: 1, secrets: [{name: 'a', secrets: secret}]})],
	['an empty object in the clear', () => '{}'],
	['in the clear with a colon where the encrypted one has it', () => '{"version":   1 : }'],
	['full of zeros', bytes => Buffer.alloc(bytes.length)],
	['larger than mailgrant writes', () => Buffer.alloc(17 * 1024 * 1024)],
])('a secrets file that is %s is refused and left alone', async (_, damage) => {
	const store = await filled();
	const bytes = readFileSync(store.file('secrets.enc'));
	writeFileSync(store.file('secrets.enc'), damage(bytes));
	await expectRefused(store, 'secrets.enc');
});

test('one flipped bit anywhere is noticed', async () => {
	const {secrets, file} = await filled();
	const bytes = readFileSync(file('secrets.enc'));
	const step = Math.ceil(bytes.length / 25);
	for (const index of [15, 16, 17, bytes.length - 1, ...range(0, bytes.length, step)]) {
		const changed = Buffer.from(bytes);
		changed[index] = (changed[index] ?? 0) ^ 1;
		writeFileSync(file('secrets.enc'), changed);
		expect((await userErrorOf(() => secrets.read('a'))).message).toContain('decrypted');
	}
	writeFileSync(file('secrets.enc'), bytes);
	expect(secrets.read('a')).toEqual(secret);
});

test.each<[string, string | ((text: string) => string)]>([
	['empty', ''],
	['cut off', text => text.slice(0, -2)],
	['a list', '[]'],
	['null', 'null'],
	['a text', '"grants"'],
	['without a version', '{}'],
	['of version 0', '{"version":0}'],
	['no JSON', 'grants: []'],
])('a settings file that is %s is refused and left alone', async (_, damage) => {
	const {grants, file} = await filled();
	const text = readFileSync(file('grants.json'), 'utf8');
	const damaged = typeof damage === 'string' ? damage : damage(text);
	writeFileSync(file('grants.json'), damaged);
	for (const work of [
		() => grants.list(),
		() => grants.read('a'),
		() => grants.write(recordOf('b')),
		() => grants.remove('a'),
		() => grants.readResume(),
		() => grants.writeResume({grant: 'a'}),
		() => grants.writeDrafts({}),
	]) {
		const error = await userErrorOf(work);
		expect(error.message).toContain(file('grants.json'));
		expect(error.nextSteps.join(' ')).toContain(`mv ${file('grants.json')}`);
	}
	expect(readFileSync(file('grants.json'), 'utf8')).toBe(damaged);
});

test('files of a newer mailgrant are refused and left alone', async () => {
	const {directory, grants, secrets, file} = await filled();
	const newer = readFileSync(file('grants.json'), 'utf8').replace(/"version": 1/, '"version": 2');
	writeFileSync(file('grants.json'), newer);
	expect((await userErrorOf(() => grants.list())).message).toContain('newer mailgrant');
	await userErrorOf(() => grants.write(recordOf('b')));
	expect(readFileSync(file('grants.json'), 'utf8')).toBe(newer);

	const {default: Conf} = await import('conf');
	new Conf({
		cwd: directory,
		configName: 'secrets',
		fileExtension: 'enc',
		encryptionKey: Buffer.from(readFileSync(file('key'), 'utf8'), 'base64'),
		encryptionAlgorithm: 'aes-256-gcm',
		configFileMode: 0o600,
	}).set('version', 2);
	const bytes = readFileSync(file('secrets.enc'));
	expect((await userErrorOf(() => secrets.read('a'))).message).toContain('newer mailgrant');
	await userErrorOf(() => secrets.update('a', () => ({})));
	expect(readFileSync(file('secrets.enc')).equals(bytes)).toBe(true);
});

test('a missing key is an error that names both files, and no new key is made', async () => {
	const store = await filled();
	rmSync(store.file('key'));
	await expectRefused(store, 'key');
	await expectRefused(store, 'secrets.enc');
	const {message} = await userErrorOf(() => storesIn(store.directory).secrets.read('a'));
	expect(message).toContain(`${store.file('key')} is missing`);
});

test('without a key, secrets in the clear are refused all the same', async () => {
	const store = await filled();
	rmSync(store.file('key'));
	writeFileSync(store.file('secrets.enc'), '{"version":1,"secrets":[]}');
	await expectRefused(store, 'key');
});

test.each([['', 'AAAA\n', '!'.repeat(44)]].flat())(
	'a damaged key (%j) is never replaced',
	async text => {
		const store = await filled();
		writeFileSync(store.file('key'), text);
		await expectRefused(store, 'key');
		renameSync(store.file('secrets.enc'), `${store.file('secrets.enc')}.old`);
		await userErrorOf(() => storesIn(store.directory).secrets.update('a', () => secret));
		expect(readFileSync(store.file('key'), 'utf8')).toBe(text);
	},
);

test('another key does not open the secrets', async () => {
	const store = await filled();
	const other = await filled();
	copyFileSync(other.file('key'), store.file('key'));
	await expectRefused(store, 'secrets.enc');
});

test('an existing key serves new secrets', async () => {
	const {directory, file} = await filled();
	const key = readFileSync(file('key'));
	rmSync(file('secrets.enc'));
	await storesIn(directory).secrets.update('b', () => secret);
	expect(readFileSync(file('key'))).toEqual(key);
	expect(Buffer.from(key.toString(), 'base64')).toHaveLength(32);
});

test.each<[string, (file: string) => unknown, string]>([
	['a link', file => symlinkSync(`${file}.real`, file), 'a link'],
	['a directory', file => mkdirSync(file, 0o700), 'a directory'],
	['a pipe', file => execFileSync('mkfifo', ['-m', '600', file]), 'a pipe'],
])('%s in the place of the file is refused', async (_, make, named) => {
	const {directory, secrets, file} = await filled();
	renameSync(file('secrets.enc'), `${file('secrets.enc')}.real`);
	make(file('secrets.enc'));
	expect((await userErrorOf(() => storesIn(directory))).message).toContain(named);
	expect((await userErrorOf(() => secrets.read('a'))).message).toContain(named);
});

test('what a killed write left behind is cleared away', async () => {
	const {directory, grants, secrets, file} = await filled();
	writeFileSync(file('grants.json.new'), '{"ver');
	writeFileSync(file('grants.json.new.tmp-1234567890abcdef'), '{');
	writeFileSync(file('secrets.enc.new'), 'x');
	await grants.write(recordOf('b'));
	await secrets.update('b', () => secret);
	expect(filesIn(directory)).toEqual(['grants.json', 'key', 'secrets.enc']);
	expect(grants.list()).toHaveLength(2);
});

function range(from: number, to: number, step: number): number[] {
	return Array.from({length: Math.ceil((to - from) / step)}, (_, index) => from + index * step);
}
