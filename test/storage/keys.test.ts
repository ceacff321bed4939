import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {Environment} from '../../source/storage/config-directory.js';
import {usualCost} from '../../source/storage/derive-key.js';
import {keyring} from '../../source/storage/keyring.js';
import type {PassphraseWays} from '../../source/storage/passphrase.js';
import {unlock} from '../../source/storage/unlock.js';
import {createVault} from '../../source/storage/vault.js';
import type {NewKey} from '../../source/vault-port.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {now, storesIn, userErrorOf} from './fixtures.js';
import {cheap} from './key-kinds.js';

const secret = {clientSecret: {value: 'canary-secret', setAt: now}};

function place() {
	const home = temporaryDirectory();
	const directory = path.join(home, 'config');
	const at = (name: string) => path.join(directory, name);
	const other = path.join(home, 'other.key');
	const credentials = path.join(home, 'credentials');
	mkdirSync(credentials, {mode: 0o700});
	const open = async (environment: Environment = {}, ways: PassphraseWays = {}) => {
		const key = await unlock({directory, environment, ...ways});
		const {secrets} = storesIn(directory, {key});
		const vault = createVault({directory, environment, key, cost: cheap});
		return {secrets, rekey: (wish: NewKey) => vault.rekey(wish)};
	};
	const keyText = (byte: number) => `${Buffer.alloc(32, byte).toString('base64')}\n`;
	return {
		directory,
		at,
		other,
		open,
		answer: (...texts: string[]) => ({
			ask: async () => texts.shift() ?? expect.fail('asked again'),
		}),
		writeKey: (file: string, byte: number) => writeFileSync(file, keyText(byte), {mode: 0o600}),
		credential: path.join(credentials, 'mailgrant-key'),
		handed: path.join(credentials, 'mailgrant-passphrase'),
		unit: {CREDENTIALS_DIRECTORY: credentials},
		files: () => readdirSync(directory).sort(),
	};
}

test('a store is made with the credential before the named file, and that before its own', async () => {
	const {open, other, credential, unit, writeKey, files, at} = place();
	writeKey(credential, 1);
	const {secrets} = await open({...unit, MAILGRANT_KEY_FILE: other});
	await secrets.update('a', () => secret);
	expect(files()).toEqual(['key.json', 'secrets.enc']);
	expect(JSON.parse(readFileSync(at('key.json'), 'utf8'))).toMatchObject({source: 'credential'});
	expect(statSync(at('key.json')).mode & 0o7777).toBe(0o600);
	expect((await open(unit)).secrets.read('a')).toEqual(secret);
});

test('a store of a credential says that it was not given, and opens with its file by hand', async () => {
	const {open, credential, unit, writeKey, at, files} = place();
	writeKey(credential, 1);
	await (await open(unit)).secrets.update('a', () => secret);
	const bytes = readFileSync(at('secrets.enc'));
	const {secrets} = await open();
	for (const work of [() => secrets.read('a'), () => secrets.update('b', () => secret)]) {
		const error = await userErrorOf(work);
		expect(error.message).toContain('systemd credential mailgrant-key');
		expect(error.message).not.toContain('changed or cut off');
		expect(error.nextSteps.join(' ')).toContain('LoadCredential=');
	}
	expect(files()).toEqual(['key.json', 'secrets.enc']);
	expect(readFileSync(at('secrets.enc'))).toEqual(bytes);
	expect((await open({MAILGRANT_KEY_FILE: credential})).secrets.read('a')).toEqual(secret);
	writeKey(credential, 2);
	const other = await userErrorOf(async () => (await open(unit)).secrets.read('a'));
	expect(other.message).toContain('is not its key');
	expect(other.message).not.toContain('changed or cut off');
});

test('the named file is made, remembered, and named when it is missing', async () => {
	const {open, other, files} = place();
	const {secrets} = await open({MAILGRANT_KEY_FILE: other});
	await secrets.update('a', () => secret);
	expect(files()).toEqual(['key.json', 'secrets.enc']);
	expect(statSync(other).mode & 0o7777).toBe(0o600);
	expect((await open()).secrets.read('a')).toEqual(secret);
	renameSync(other, `${other}.moved`);
	const error = await userErrorOf(async () => (await open()).secrets.read('a'));
	expect(error.message).toContain(`${other} is missing`);
	expect(error.nextSteps.join(' ')).toContain('MAILGRANT_KEY_FILE');
	expect((await open({MAILGRANT_KEY_FILE: `${other}.moved`})).secrets.read('a')).toEqual(secret);
});

test('a key of another kind than that of the store does no harm', async () => {
	const {open, credential, unit, writeKey} = place();
	await (await open()).secrets.update('a', () => secret);
	writeKey(credential, 1);
	const {secrets} = await open(unit);
	await secrets.update('b', () => secret);
	rmSync(credential);
	expect((await open()).secrets.read('b')).toEqual(secret);
});

test('a credential that others may change is refused', async () => {
	const {open, credential, unit, writeKey} = place();
	writeKey(credential, 1);
	chmodSync(credential, 0o440);
	await (await open(unit)).secrets.update('a', () => secret);
	for (const mode of [0o444, 0o460]) {
		chmodSync(credential, mode);
		expect(
			(await userErrorOf(() => open(unit).then(({secrets}) => secrets.read('a')))).message,
		).toContain('no credential of systemd');
	}
});

test('a passphrase opens the store, composed or not, and another one does not', async () => {
	const {open, answer, files} = place();
	const {secrets, rekey} = await open();
	await secrets.update('a', () => secret);
	expect(await rekey({from: 'passphrase', passphrase: 'größer als zwölf'})).toBe('the passphrase');
	expect(files()).toEqual(['key.json', 'secrets.enc', 'tokens']);
	const typed = answer('wrong', 'größer als zwölf'.normalize('NFD'));
	const opened = await open({}, typed);
	expect(opened.secrets.read('a')).toEqual(secret);
	await opened.secrets.update('b', () => secret);
	const error = await userErrorOf(() => open({}, answer('a', 'b', 'c')));
	expect(error.message).toContain('not the passphrase');
	expect((await open({}, answer('größer als zwölf'))).secrets.read('b')).toEqual(secret);
});

test('without anybody to ask, a store of a passphrase says how it can be given', async () => {
	const {open, handed, unit} = place();
	await (await open()).rekey({from: 'passphrase', passphrase: 'correct horse'});
	const error = await userErrorOf(() => open());
	expect(error.message).toContain('encrypted with a passphrase, which was not given');
	expect(error.nextSteps.join(' ')).toMatch(/LoadCredential=mailgrant-passphrase.*--passphrase-fd/);
	writeFileSync(handed, 'correct horse\n', {mode: 0o400});
	await (await open(unit)).secrets.update('a', () => secret);
	writeFileSync(`${handed}.wrong`, '');
	renameSync(`${handed}.wrong`, handed);
	chmodSync(handed, 0o400);
	expect((await userErrorOf(() => open(unit))).message).toContain('not the passphrase');
});

test('a store of a passphrase that was never written to still opens', async () => {
	const {open, answer} = place();
	await (await open()).rekey({from: 'passphrase', passphrase: 'correct horse'});
	const {secrets} = await open({}, answer('correct horse'));
	expect(secrets.read('a')).toEqual({});
	await secrets.update('a', () => secret);
});

test.each<[string, (raw: Record<string, Record<string, unknown>>) => unknown, string]>([
	['cut off', raw => JSON.stringify(raw).slice(0, -1), 'damaged'],
	['a list', () => '[]', 'damaged'],
	['of a newer version', raw => ({...raw, version: 2}), 'newer mailgrant'],
	['of no known source', raw => ({...raw, source: 'moon'}), 'damaged'],
	['asking for all memory', raw => ({...raw, scrypt: {...raw.scrypt, cost: 2 ** 30}}), 'damaged'],
	[
		'asking for all memory by its blocks',
		raw => ({...raw, scrypt: {...raw.scrypt, blockSize: 2 ** 24}}),
		'damaged',
	],
	[
		'asking for all time',
		raw => ({...raw, scrypt: {...raw.scrypt, parallelization: 2 ** 20}}),
		'damaged',
	],
	['with a cost that is none', raw => ({...raw, scrypt: {...raw.scrypt, cost: 17}}), 'damaged'],
	['without a salt', raw => ({...raw, scrypt: {...raw.scrypt, salt: ''}}), 'damaged'],
	['large', () => 'x'.repeat(20_000), 'damaged'],
])('a key.json that is %s is refused and left alone', async (_, change, says) => {
	const {open, at} = place();
	await (await open()).rekey({from: 'passphrase', passphrase: 'correct horse'});
	const changed = change(JSON.parse(readFileSync(at('key.json'), 'utf8')));
	const text = typeof changed === 'string' ? changed : JSON.stringify(changed);
	writeFileSync(at('key.json'), text);
	const error = await userErrorOf(() => open({}, {ask: () => expect.fail('asked')}));
	expect(error.message).toContain(at('key.json'));
	expect(error.message).toContain(says);
	expect(readFileSync(at('key.json'), 'utf8')).toBe(text);
});

test('a damaged file is told from a wrong key when the key is known', async () => {
	const {open, at, answer} = place();
	const {secrets, rekey} = await open();
	await secrets.update('a', () => secret);
	await rekey({from: 'passphrase', passphrase: 'correct horse'});
	const bytes = readFileSync(at('secrets.enc'));
	bytes[30] = (bytes[30] ?? 0) ^ 1;
	writeFileSync(at('secrets.enc'), bytes);
	const opened = await open({}, answer('correct horse'));
	const error = await userErrorOf(() => opened.secrets.read('a'));
	expect(error.message).toContain('was changed or cut off.');
});

test('secrets that were given up begin anew, where the key comes from a file', async () => {
	const {open, other, at} = place();
	await (await open({MAILGRANT_KEY_FILE: other})).secrets.update('a', () => secret);
	rmSync(other);
	rmSync(at('secrets.enc'));
	await (await open()).secrets.update('a', () => secret);
	expect((await open()).secrets.read('a')).toEqual(secret);
	expect(statSync(other).size).toBe(45);
});

test('the key goes round all its sources, and nothing of an old one is left', async () => {
	const {open, other, credential, unit, writeKey, at, files, answer} = place();
	const first = await open();
	await first.secrets.update('a', () => secret);
	const old = readFileSync(at('key'));
	await first.rekey({from: 'new'});
	expect(readFileSync(at('key'))).not.toEqual(old);
	expect(files()).toEqual(['key', 'key.json', 'secrets.enc', 'tokens']);
	expect(await (await open()).rekey({from: 'file', path: other})).toBe(other);
	expect(files()).toEqual(['key.json', 'secrets.enc', 'tokens']);
	writeKey(credential, 3);
	await (await open(unit)).rekey({from: 'credential'});
	await (await open(unit)).rekey({from: 'passphrase', passphrase: 'correct horse'});
	await (await open({}, answer('correct horse'))).rekey({from: 'new'});
	expect(files()).toEqual(['key', 'key.json', 'secrets.enc', 'tokens']);
	// A process that was there before goes on.
	expect(first.secrets.read('a')).toEqual(secret);
	await first.secrets.update('b', () => secret);
	expect((await open()).secrets.read('b')).toEqual(secret);
});

test('a key that can not be had changes nothing', async () => {
	const {open, other, at, files} = place();
	const {secrets, rekey} = await open();
	await secrets.update('a', () => secret);
	writeFileSync(other, 'no key', {mode: 0o600});
	for (const wish of [
		{from: 'file', path: other},
		{from: 'file', path: at('key')},
		{from: 'file', path: '/no/such/directory/key'},
		{from: 'credential'},
	] as const) {
		await userErrorOf(() => rekey(wish));
	}
	expect(files()).toEqual(['key', 'secrets.enc']);
	expect(secrets.read('a')).toEqual(secret);
});

test('reads go on while the key changes again and again', async () => {
	const {open} = place();
	const {secrets, rekey} = await open();
	await secrets.update('a', () => secret);
	const reader = (await open()).secrets;
	for (const _ of [1, 2, 3, 4]) {
		await Promise.all([rekey({from: 'new'}), secrets.update('b', () => secret)]);
		expect(reader.read('a')).toEqual(secret);
	}
});

test('the real cost takes 128 MiB, and is what a store is made with', async () => {
	const {directory, at} = place();
	expect(usualCost).toEqual({cost: 131_072, blockSize: 8, parallelization: 1});
	const key = keyring({directory});
	await createVault({directory, environment: {}, key}).rekey({
		from: 'passphrase',
		passphrase: 'correct horse',
	});
	const {scrypt} = JSON.parse(readFileSync(at('key.json'), 'utf8'));
	expect(scrypt).toEqual({...usualCost, salt: expect.stringMatching(/^[\w+/]{43}=$/)});
	const opened = await unlock({directory, environment: {}, ask: async () => 'correct horse'});
	expect(storesIn(directory, {key: opened}).secrets.read('a')).toEqual({});
});

test('a key that changes between two readings of it is looked for once more', async () => {
	const {directory, open} = place();
	const {secrets, rekey} = await open();
	await secrets.update('a', () => secret);
	const key = keyring({directory});
	const late = [key.read()];
	await rekey({from: 'new'});
	const reader = storesIn(directory, {key: {...key, read: () => late.shift() ?? key.read()}});
	expect(reader.secrets.read('a')).toEqual(secret);
});
