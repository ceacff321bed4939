import {generateKeyPairSync} from 'node:crypto';
import {expect, test} from 'vitest';
import {isServiceAccountKey, readServiceAccount} from '../../source/paste/service-account.js';

const {privateKey} = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: {type: 'spki', format: 'pem'},
	privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
});
const key = {
	type: 'service_account',
	project_id: 'acme',
	private_key_id: '0123456789abcdef0123456789abcdef01234567',
	private_key: privateKey,
	client_email: 'mail-app@acme.iam.gserviceaccount.com',
	client_id: '104857600000000000042',
};
const read = {
	email: key.client_email,
	uniqueId: key.client_id,
	keyId: key.private_key_id,
	privateKey,
};

test('the file is read as it was downloaded, wrapped by a terminal, and without its line breaks', () => {
	const text = JSON.stringify(key, undefined, 2);
	expect(isServiceAccountKey(text)).toBe(true);
	expect(readServiceAccount(text)).toEqual(read);
	const wrapped = text.replace(/(.{80})/g, '$1\n');
	expect(readServiceAccount(wrapped)).toEqual(read);
	const flat = {...key, private_key: privateKey.replaceAll('\n', '\\n')};
	expect(readServiceAccount(JSON.stringify(flat))).toEqual(read);
	const spaced = {...key, private_key: privateKey.replaceAll('\n', ' ')};
	expect(readServiceAccount(JSON.stringify(spaced))).toEqual(read);
});

test('what is missing is named, and nothing of the key is repeated', () => {
	const wrong = (changes: Partial<Record<keyof typeof key, unknown>>) =>
		JSON.stringify(readServiceAccount(JSON.stringify({...key, ...changes})));
	const said = [
		wrong({type: 'authorized_user'}),
		wrong({client_email: 'ada@acme.com'}),
		wrong({client_id: undefined}),
		wrong({private_key_id: 7}),
		wrong({private_key: privateKey.slice(0, 400)}),
		wrong({private_key: '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'}),
		JSON.stringify(readServiceAccount('[1]')),
		JSON.stringify(readServiceAccount('no JSON')),
	];
	for (const text of said) {
		expect(text).toMatch(/^\{"error":".*Download the JSON file again/);
		expect(text).not.toContain(privateKey.slice(40, 60));
	}
	expect(said.map(text => /type|client_email|client_id|private_key_id/.exec(text)?.[0])).toEqual([
		undefined,
		'client_email',
		'client_id',
		'private_key_id',
		undefined,
		undefined,
		undefined,
		undefined,
	]);
	expect(isServiceAccountKey('{"web": {"client_id": "x"}}')).toBe(false);
});
