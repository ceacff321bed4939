import {expect, test} from 'vitest';
import {createKnownSecrets} from '../source/known-secrets.js';

const tokens = (name: string) => ({
	accessToken: `access-${name}`,
	refreshToken: `refresh-${name}`,
	obtainedAt: 0,
	expiresAt: 1,
	scopes: ['offline_access'],
	flow: 'browser' as const,
});
const clientSecret = {value: 'shared-secret', setAt: 0};

test('of a shared client secret the token that goes along tells whose it is', () => {
	const {learn, findIn} = createKnownSecrets();
	for (const name of ['a', 'b']) learn(name, {clientSecret, tokens: tokens(name)});
	expect(findIn([{clientSecret: 'shared-secret'}, {refreshToken: 'refresh-a'}])).toEqual([
		{grant: 'a', secret: 'client secret'},
		{grant: 'a', secret: 'refresh token'},
	]);
	learn('a', {clientSecret});
	expect(findIn('shared-secret')).toEqual([{grant: 'a', secret: 'client secret'}]);
});

test('a token is known until the second change after it, and scopes never are', () => {
	const {learn, findIn} = createKnownSecrets();
	for (const name of ['1', '2']) learn('a', {tokens: tokens(name)});
	expect(findIn('access-1')).toEqual([{grant: 'a', secret: 'access token'}]);
	learn('a', {tokens: tokens('3')});
	expect(findIn('access-1')).toEqual([]);
	expect(findIn('access-2')).toHaveLength(1);
	expect(findIn(['offline_access', 'browser'])).toEqual([]);
});

test('of thousands of grants those are known that were learnt last', () => {
	const {learn, findIn} = createKnownSecrets();
	const names = Array.from({length: 5000}, (_, index) => String(index));
	for (const name of names) {
		learn(name, {tokens: tokens(name)});
		learn('kept', {tokens: tokens('kept')});
	}
	expect(findIn('access-0')).toEqual([]);
	expect(findIn('access-4999')).toEqual([{grant: '4999', secret: 'access token'}]);
	expect(findIn('access-kept')).toEqual([{grant: 'kept', secret: 'access token'}]);
});
