import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openAnswers} from '../../source/storage/answer-store.js';
import {keyring} from '../../source/storage/keyring.js';
import {openNotifyStore} from '../../source/storage/notify-store.js';
import {createVault} from '../../source/storage/vault.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {filesIn, now, recordOf, storesIn, userErrorOf} from './fixtures.js';
import {cheap} from './key-kinds.js';

/** With tokens, which lie in a file of their own. */
const secret = (value: string) => ({
	clientSecret: {value, setAt: now},
	tokens: {
		accessToken: `${value}-access`,
		obtainedAt: now,
		expiresAt: now + 1,
		scopes: [],
		flow: 'browser' as const,
	},
});
const passphrase = async () => 'correct horse';
const noPassphrase = () => expect.fail('asked for a passphrase');
const instance = 'https://extraview.acme.com/evj';

function host() {
	const directory = path.join(temporaryDirectory(), 'config');
	const vault = createVault({directory, environment: {}, key: keyring({directory}), cost: cheap});
	return {directory, vault, ...storesIn(directory), answers: openAnswers({directory})};
}

const told = {to: ['admin@acme.com'], through: 'a'};
const goneOf = (grant: string) =>
	({kind: 'renewal', title: 'Gone', state: 'gone', grant, at: now}) as const;

async function backedUp() {
	const first = host();
	for (const name of ['a', 'b']) {
		await first.grants.write(recordOf(name));
		await first.secrets.update(name, () => secret(`canary-${name}`));
	}
	first.answers.writeAnswers(instance, {FROM: 'mailbox'});
	await openNotifyStore(first).update(() => ({settings: told, told: {gone: goneOf('a')}}));
	const file = path.join(temporaryDirectory(), 'grants.backup');
	expect(await first.vault.backup(file, passphrase)).toEqual({file, grants: 2});
	return {first, file};
}

const contentsOf = (directory: string) =>
	filesIn(directory).map(name => [name, readFileSync(path.join(directory, name), 'latin1')]);

test('a backup brings everything to another host, under a key of that host', async () => {
	const {first, file} = await backedUp();
	expect(statSync(file).mode & 0o7777).toBe(0o600);
	expect(readFileSync(file, 'latin1')).not.toMatch(/canary|acme/);
	const second = host();
	const {facts, restore} = await second.vault.openBackup(file, passphrase);
	expect(facts).toEqual({
		createdAt: expect.any(Number),
		host: expect.any(String),
		grants: ['a', 'b'].map(name => ({
			name,
			provider: 'microsoft',
			mailbox: 'evmail@acme.com',
			secrets: ['client secret', 'tokens'],
			isHere: false,
		})),
		instances: [instance],
		told: ['admin@acme.com'],
	});
	expect(second.grants.list()).toEqual([]);
	await restore({isReplacing: false});
	expect(second.grants.list()).toEqual(first.grants.list());
	expect(second.secrets.read('b')).toEqual(secret('canary-b'));
	expect(second.answers.readAnswers(instance)).toEqual({FROM: 'mailbox'});
	// What is open after all this time is told anew.
	expect(await openNotifyStore(second).read()).toEqual({settings: told, told: {}});
	const key = (directory: string) => readFileSync(path.join(directory, 'key'), 'utf8');
	expect(key(second.directory)).not.toBe(key(first.directory));
	expect(readdirSync(second.directory).sort()).toEqual([
		'grants.json',
		'instances.json',
		'key',
		'notify.json',
		'secrets.enc',
	]);
});

test('existing grants keep their place, unless they are to be replaced; others stay', async () => {
	const {file} = await backedUp();
	const second = host();
	await second.grants.write(recordOf('b', {mailbox: 'other@acme.com'}));
	await second.grants.write(recordOf('c'));
	for (const name of ['b', 'c']) await second.secrets.update(name, () => secret(`own-${name}`));
	const own = {to: ['own@acme.com']};
	const gone = goneOf('c');
	const notify = openNotifyStore(second);
	await notify.update(() => ({settings: own, told: {gone}, last: {at: now, through: 'c'}}));
	const before = contentsOf(second.directory);
	const {facts, restore} = await second.vault.openBackup(file, passphrase);
	expect(facts.grants.map(({isHere}) => isHere)).toEqual([false, true]);
	const error = await userErrorOf(() => restore({isReplacing: false}));
	expect(error.message).toBe('Nothing was restored: b is here already.');
	expect(contentsOf(second.directory)).toEqual(before);
	await restore({isReplacing: true});
	expect(second.grants.list().map(({grant}) => [grant.name, grant.mailbox])).toEqual([
		['c', 'evmail@acme.com'],
		['a', 'evmail@acme.com'],
		['b', 'evmail@acme.com'],
	]);
	expect(second.secrets.read('b')).toEqual(secret('canary-b'));
	expect(second.secrets.read('c')).toEqual(secret('own-c'));
	// Somebody new is told anew what is open.
	expect(await notify.read()).toEqual({settings: told, told: {}, last: {at: now, through: 'c'}});
});

test('what fails halfway is put back', async () => {
	const {file} = await backedUp();
	const second = host();
	await second.grants.write(recordOf('c'));
	await second.secrets.update('c', () => secret('own-c'));
	const {restore} = await second.vault.openBackup(file, passphrase);
	// The last file that is written can't be.
	mkdirSync(path.join(second.directory, 'grants.json.new'));
	await expect(restore({isReplacing: false})).rejects.toThrow();
	expect(second.secrets.read('a')).toEqual({});
	expect(second.secrets.read('c')).toEqual(secret('own-c'));
	expect(second.answers.readAnswers(instance)).toEqual({});
	expect(second.grants.list()).toHaveLength(1);
});

test('a backup takes no place of another file, and a failed one leaves none', async () => {
	const {first, file} = await backedUp();
	const bytes = readFileSync(file);
	const taken = await userErrorOf(() => first.vault.backup(file, noPassphrase));
	expect(taken.message).toContain('is a file');
	expect(readFileSync(file)).toEqual(bytes);
	const other = `${file}.2`;
	await expect(
		first.vault.backup(other, async () => {
			throw new Error('Ctrl+C');
		}),
	).rejects.toThrow('Ctrl+C');
	await userErrorOf(() => first.vault.backup('/no/such/place', noPassphrase));
	expect(readdirSync(path.dirname(file))).toEqual(['grants.backup']);
});

test.each<[string, (file: string) => unknown, RegExp]>([
	['of another program', file => writeFileSync(file, 'PK\u0003\u0004'), /not a backup/],
	['empty', file => writeFileSync(file, ''), /not a backup/],
	['of a newer version', file => writeFileSync(file, 'mailgrant backup 2\n?'), /newer mailgrant/],
	['cut off', file => truncateSync(file, statSync(file).size - 1), /cut off/],
	['cut off in its head', file => truncateSync(file, 40), /damaged/],
	['longer than it was', file => writeFileSync(file, 'x', {flag: 'a'}), /damaged/],
	['of 100 MB', file => truncateSync(file, 100_000_000), /larger than any backup/],
	[
		'asking for all memory',
		file =>
			writeFileSync(
				file,
				readFileSync(file, 'latin1').replace(/"cost":\d+/, '"cost":1073741824'),
				'latin1',
			),
		/damaged/,
	],
	[
		'a pipe',
		file => execFileSync('sh', ['-c', 'rm "$1" && mkfifo "$1"', 'sh', file]),
		/not a plain file/,
	],
])('a file that is %s is told before anything is asked', async (_, change, says) => {
	const {file} = await backedUp();
	const {vault} = host();
	change(file);
	const error = await userErrorOf(() => vault.openBackup(file, noPassphrase));
	expect(error.message).toMatch(says);
	expect(error.message).toContain(file);
});

test('a wrong passphrase and one changed bit anywhere are told', async () => {
	const {file} = await backedUp();
	const {vault} = host();
	const wrong = await userErrorOf(() => vault.openBackup(file, async () => 'correct house'));
	expect(wrong.message).toContain('not the passphrase');
	const bytes = readFileSync(file);
	const start = bytes.indexOf('}\n') + 2;
	for (const index of [start, start + 100, bytes.length - 1]) {
		const changed = Buffer.from(bytes);
		changed[index] = (changed[index] ?? 0) ^ 1;
		writeFileSync(file, changed);
		const error = await userErrorOf(() => vault.openBackup(file, passphrase));
		expect(error.message).toContain('damaged');
	}
	const text = bytes.toString('latin1');
	writeFileSync(file, text.replace('{"scrypt"', '{ "scrypt"'), 'latin1');
	await userErrorOf(() => vault.openBackup(file, passphrase));
});

test('a backup that others may read opens all the same', async () => {
	const {file} = await backedUp();
	chmodSync(file, 0o644);
	expect((await host().vault.openBackup(file, passphrase)).facts.grants).toHaveLength(2);
});

test('whoever is told by mail stays, unless all is to be replaced', async () => {
	const {file} = await backedUp();
	const second = host();
	const store = openNotifyStore(second);
	await store.update(latest => ({...latest, settings: {to: ['own@acme.com']}}));
	const {restore} = await second.vault.openBackup(file, passphrase);
	await restore({isReplacing: false});
	expect((await store.read()).settings).toEqual({to: ['own@acme.com']});
	await restore({isReplacing: true});
	expect((await store.read()).settings).toEqual(told);
});
