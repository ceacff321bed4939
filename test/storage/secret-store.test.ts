import {expect, test} from 'vitest';
import type {Secrets} from '../../source/services.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {now, storesIn, userErrorOf} from './fixtures.js';

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
