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

test('of what signs the key alone is a secret, by a name that says so', () => {
	const {learn, findIn} = createKnownSecrets();
	const certificate = {
		privateKey: '-----BEGIN PRIVATE KEY-----',
		certificate: '-----BEGIN CERTIFICATE-----',
		sha1: '85F1F5C0D5B6BD7E',
		sha256: '54B99B2CFC77FC3F',
		endsAt: 1,
		setAt: 0,
	};
	const serviceAccount = {
		email: 'app@example.iam.gserviceaccount.com',
		uniqueId: '104857600000000000042',
		keyId: 'a98862632fab40c49fd91cbb',
		privateKey: '-----BEGIN OTHER KEY-----',
		setAt: 0,
	};
	learn('ms', {certificate});
	learn('google', {serviceAccount});
	expect(findIn([certificate])).toEqual([{grant: 'ms', secret: 'certificate key'}]);
	expect(findIn([serviceAccount])).toEqual([{grant: 'google', secret: 'service account key'}]);
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
