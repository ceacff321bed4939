import fs, {copyFileSync, writeFileSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import path from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import type {Secrets} from '../../source/secrets.js';
import {keyring} from '../../source/storage/keyring.js';
import {storeFile} from '../../source/storage/store-file.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {filesIn, now, storesIn, userErrorOf} from './fixtures.js';

const jwt = (claims: object) =>
	`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

const full: Secrets = {
	clientSecret: {value: 'abc8Q~secretvalue', setAt: now},
	tokens: {
		accessToken: jwt({upn: 'other@acme.com'}),
		refreshToken: 'refresh',
		idToken: jwt({preferred_username: 'evmail@acme.com'}),
		obtainedAt: now,
		expiresAt: now + 3_600_000,
		scopes: ['offline_access'],
		flow: 'browser',
	},
	pending: {
		state: 'state',
		codeVerifier: 'verifier',
		redirectUri: 'http://localhost:8765/callback',
		fits: '[]',
		startedAt: now - 60_000,
	},
};

test('secrets come back as they were written, also to another store', async () => {
	const directory = temporaryDirectory();
	const {secrets} = storesIn(directory);
	expect(await secrets.update('a', () => full)).toEqual(full);
	expect(storesIn(directory).secrets.read('a')).toEqual(full);
	await secrets.update('a', ({pending: _, ...latest}) => latest);
	expect(storesIn(directory).secrets.read('a')).toEqual({...full, pending: undefined});
});

test('what is read can be changed without changing the store', async () => {
	const {secrets} = storesIn(temporaryDirectory());
	await secrets.update('a', () => full);
	for (const _ of [1, 2]) Object.assign(secrets.read('a').tokens ?? {}, {accessToken: 'changed'});
	expect(secrets.read('a')).toEqual(full);
});

test('facts tell of secrets without showing them', async () => {
	const {secrets} = storesIn(temporaryDirectory());
	await secrets.update('a', () => full);
	expect(secrets.facts('a')).toEqual({
		clientSecret: {masked: 'abc8Q…', length: 17, setAt: now},
		tokens: {
			obtainedAt: now,
			expiresAt: now + 3_600_000,
			hasRefreshToken: true,
			scopes: ['offline_access'],
			account: 'evmail@acme.com',
			flow: 'browser',
		},
		pendingSince: now - 60_000,
	});
});

test('a sign-in that began ten minutes ago is not open any more', async () => {
	const {secrets} = storesIn(temporaryDirectory());
	const {pending} = full;
	await secrets.update('a', () => ({pending: pending && {...pending, startedAt: now - 600_000}}));
	expect(secrets.facts('a').pendingSince).toBeUndefined();
	await secrets.update('a', () => ({pending: pending && {...pending, startedAt: now - 599_999}}));
	expect(secrets.facts('a').pendingSince).toBe(now - 599_999);
});

test('secrets move with the name of their grant and go with it', async () => {
	const {secrets} = storesIn(temporaryDirectory());
	await secrets.update('a', () => full);
	await secrets.rename('a', 'b');
	expect(secrets.read('a')).toEqual({});
	expect(secrets.read('b')).toEqual(full);
	// As after a rename that was cut off between the two stores.
	await secrets.rename('a', 'b');
	expect(secrets.read('b')).toEqual(full);
	await secrets.remove('b');
	expect(secrets.read('b')).toEqual({});
});

test('a change that fails changes nothing', async () => {
	const {secrets} = storesIn(temporaryDirectory());
	await secrets.update('a', () => full);
	const reason = new Error('no');
	await expect(
		secrets.update('a', () => {
			throw reason;
		}),
	).rejects.toBe(reason);
	expect(secrets.read('a')).toEqual(full);
});

test('the key may come from elsewhere', async () => {
	const directory = temporaryDirectory();
	const key = {
		check: () => {},
		read: () => [{name: 'the credential', key: Buffer.alloc(32, 1)}],
		begin: () => Buffer.alloc(32, 1),
		settle: () => {},
		missing: () => expect.fail(),
		unfit: () => expect.fail(),
	};
	await storesIn(directory, {key}).secrets.update('a', () => full);
	expect(storesIn(directory, {key}).secrets.read('a')).toEqual(full);
	expect((await userErrorOf(() => storesIn(directory).secrets.read('a'))).message).toContain('key');
});

test('tokens of an earlier version move into a file of their own when they change', async () => {
	const directory = temporaryDirectory();
	const file = storeFile({
		directory,
		name: 'secrets',
		extension: 'enc',
		key: keyring({directory: directory}),
	});
	file.write({secrets: [{name: 'a', secrets: full}]});
	const {secrets} = storesIn(directory);
	expect(secrets.read('a')).toEqual(full);
	const {tokens} = full;
	const newer = tokens && {...tokens, accessToken: 'newer'};
	await secrets.updateTokens('a', () => ({tokens: newer}));
	expect(secrets.read('a')).toEqual({...full, tokens: newer});
	await secrets.updateTokens('a', () => ({}));
	expect(secrets.read('a')).toEqual({...full, tokens: undefined});
	await secrets.update('a', ({clientSecret}) => ({clientSecret, tokens}));
	expect(JSON.stringify(file.read())).not.toContain(tokens?.accessToken);
	expect(secrets.readTokens('a')).toEqual({tokens});
});

test('the file of one grant does not pass for that of another, and a changed one is told', async () => {
	const directory = temporaryDirectory();
	const {secrets} = storesIn(directory);
	await secrets.update('a', () => full);
	const [first = ''] = filesIn(path.join(directory, 'tokens'));
	await secrets.update('b', () => full);
	const second = filesIn(path.join(directory, 'tokens')).find(name => name !== first) ?? '';
	copyFileSync(path.join(directory, 'tokens', second), path.join(directory, 'tokens', first));
	const error = await userErrorOf(() => secrets.read('a'));
	expect(error.message).toContain("can't be decrypted");
	expect(error.nextSteps.join()).toContain('mailgrant sign-in a');
	expect(secrets.read('b')).toEqual(full);
	writeFileSync(path.join(directory, 'tokens', second), 'short', {mode: 0o600});
	await userErrorOf(() => secrets.read('b'));
});

test('whoever waits for a grant takes what it waited for', async () => {
	const {secrets} = storesIn(temporaryDirectory());
	const {promise, resolve} = Promise.withResolvers<string>();
	const holder = secrets.exclusively('a', () => promise);
	let found: string | undefined;
	const waiting = secrets.exclusively('a', async () => 'worked', {instead: () => found});
	found = 'found';
	expect(await waiting).toBe('found');
	resolve('held');
	expect(await holder).toBe('held');
});

test('new tokens outlast a loss of power; the directory does not wait for those that may be lost', async () => {
	const {secrets} = storesIn(temporaryDirectory());
	const tokensAt = (obtainedAt: number) => ({tokens: full.tokens && {...full.tokens, obtainedAt}});
	await secrets.updateTokens('a', () => tokensAt(1));
	const synced = vi.spyOn(fs, 'fsyncSync');
	syncBuiltinESMExports();
	onTestFinished(() => {
		synced.mockRestore();
		syncBuiltinESMExports();
	});
	await secrets.updateTokens('a', () => tokensAt(2));
	expect(synced).toHaveBeenCalledTimes(2);
	await secrets.updateTokens('a', () => tokensAt(3), {isMinor: true});
	expect(synced).toHaveBeenCalledTimes(3);
	expect(secrets.readTokens('a')).toEqual(tokensAt(3));
});
