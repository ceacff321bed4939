import fc from 'fast-check';
import {expect, test} from 'vitest';
import {recogniseIdentity} from '../../source/paste/identity.js';

const clientId = 'c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7';
const tenant = '7d2c41a6-5b0e-4f7e-9a53-1c6f0e8b9d24';
const objectId = '11111111-2222-4333-8444-555555555555';
const clientSecret = 'kQ8~aB3.dEf_Gh1-iJkLmNoPqRsTuVwXyZ012345';
const both = {clientId, tenant, problems: []};

test.each([
	[
		'labels and values on separate lines',
		`Display name\nExtraView mail\nApplication (client) ID\n${clientId}\nObject ID\n${objectId}\nDirectory (tenant) ID\n${tenant}\nSupported account types\nMy organization only`,
	],
	[
		'labels and values on one line',
		`Application (client) ID : ${clientId}\nObject ID : ${objectId}\nDirectory (tenant) ID : ${tenant}`,
	],
	[
		'all in one line',
		`Application (client) ID ${clientId} Object ID ${objectId} Directory (tenant) ID ${tenant}`,
	],
	[
		'all labels before all values',
		`Application (client) ID\nObject ID\nDirectory (tenant) ID\n${clientId}\n${objectId}\n${tenant}`,
	],
	['settings', `export TENANT_ID="${tenant}"\nexport CLIENT_ID='${clientId}'`],
	['Azure settings', `AZURE_CLIENT_ID=${clientId}\r\nAZURE_TENANT_ID=${tenant}`],
	['upper case', `CLIENT ID: ${clientId.toUpperCase()}\nTENANT ID: ${tenant.toUpperCase()}`],
	[
		'addresses',
		`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize?client_id=${clientId}&scope=x`,
	],
	['escape sequences', `\u001B[1mClient ID\u001B[0m ${clientId}\u0007\nTenant\t${tenant}`],
])("Microsoft's IDs are found in %s", (_, text) => {
	expect(recogniseIdentity(text, 'microsoft')).toMatchObject(both);
});

test('IDs without a known label are asked for, not guessed', () => {
	for (const text of [
		`${clientId}\n${tenant}`,
		clientId,
		`ID klienta: ${clientId}\nID: ${tenant}`,
	]) {
		const found = recogniseIdentity(text, 'microsoft');
		expect(found.clientId).toBeUndefined();
		expect(found.tenant).toBeUndefined();
		expect(found.problems).toEqual([expect.stringContaining('each into its own field')]);
	}
});

test('an Object ID is neither', () => {
	const found = recogniseIdentity(`Object ID\n${objectId}`, 'microsoft');
	expect(found.clientId).toBeUndefined();
	expect(found.tenant).toBeUndefined();
	expect(found.problems).toEqual([expect.stringContaining('No ID was recognised')]);
});

test('two different Client IDs are not chosen between', () => {
	const found = recogniseIdentity(`Client ID ${clientId}\nClient ID ${objectId}`, 'microsoft');
	expect(found.problems).toEqual([expect.stringContaining('several different Client IDs')]);
});

test('the same ID as Client ID and Tenant ID is a problem', () => {
	const found = recogniseIdentity(`Client ID ${tenant}\nTenant ID ${tenant}`, 'microsoft');
	expect(found).toMatchObject({tenant, clientId: undefined});
	expect(found.problems).toEqual([expect.stringContaining('Tenant ID once more')]);
});

test.each([
	['tabs', `mail\t11/23/2028\t${clientSecret}\t${objectId}`],
	[
		'lines',
		`Description\nExpires\nValue\nSecret ID\nmail host\n11/23/2028\n${clientSecret}\n\n${objectId}`,
	],
	['words of buttons', `mail 2028-11-23 ${clientSecret} Copied ${objectId} Delete`],
	['a day that comes first', `mail 23.11.2028 ${clientSecret} ${objectId}`],
])('the row of a secret is read with %s', (_, text) => {
	expect(recogniseIdentity(text, 'microsoft')).toMatchObject({
		clientSecret,
		secretExpires: '2028-11-23',
		clientId: undefined,
		problems: [],
	});
});

test('a day that can be read two ways is told', () => {
	const found = recogniseIdentity(`mail 3/4/2028 ${clientSecret} ${objectId}`, 'microsoft');
	expect(found.secretExpires).toBe('2028-03-04');
	expect(found.notes).toContainEqual(expect.stringContaining('month first'));
});

test('a row whose value is masked says so', () => {
	const text = `mail\t11/23/2028\tkQ8******************\t${objectId}`;
	expect(recogniseIdentity(text, 'microsoft')).toMatchObject({
		clientSecret: undefined,
		problems: [expect.stringContaining('hidden')],
	});
});

test("az's answer is read", () => {
	const text = JSON.stringify(
		{appId: clientId, displayName: 'mail', password: clientSecret, tenant},
		undefined,
		2,
	);
	expect(recogniseIdentity(text, 'microsoft')).toMatchObject({...both, clientSecret});
});

const googleId = '123456789012-abcdefghij0123456789.apps.googleusercontent.com';
const googleSecret = 'GOCSPX-AbCdEfGhIjKlMnOpQrStUvWxYz01';
const googleFile = (type: 'web' | 'installed') =>
	JSON.stringify({
		[type]: {
			client_id: googleId,
			project_id: 'mail-1234',
			auth_uri: 'https://accounts.google.com/o/oauth2/auth',
			client_secret: googleSecret,
			redirect_uris: ['http://localhost:8765/callback'],
		},
	});

test.each([
	['of a web client', googleFile('web')],
	['broken into lines inside its strings', (googleFile('web').match(/.{1,60}/g) ?? []).join('\n')],
	['as the page shows it', `Client ID\n${googleId}\nClient secret\n${googleSecret}\nCreation date`],
	[
		'with the secret broken',
		`${googleId}\n${googleSecret.slice(0, 20)}\n${googleSecret.slice(20)}`,
	],
])("Google's client is read %s", (_, text) => {
	expect(recogniseIdentity(text, 'google')).toMatchObject({
		clientId: googleId,
		clientSecret: googleSecret,
		problems: [],
	});
});

test('a Desktop client of Google is taken with a note', () => {
	const found = recogniseIdentity(googleFile('installed'), 'google');
	expect(found).toMatchObject({clientId: googleId, clientSecret: googleSecret});
	expect(found.notes).toContainEqual(expect.stringContaining('Web application'));
});

test('a file without a secret and the key of a service account are told', () => {
	const without = JSON.stringify({web: {client_id: googleId}});
	expect(recogniseIdentity(without, 'google').problems).toEqual([
		expect.stringContaining('no client secret'),
	]);
	const key = JSON.stringify({
		type: 'service_account',
		client_id: '123456789012345678901',
		private_key: '-----BEGIN PRIVATE KEY-----',
	});
	expect(recogniseIdentity(key, 'google').problems).toEqual([
		expect.stringContaining('service account'),
	]);
});

test('KEY=VALUE lines keep every mark of the secret', () => {
	const secret = 'a=b%20c\'d"e f~&+/==';
	expect(recogniseIdentity(`CLIENT_ID=mail-host\nCLIENT_SECRET=${secret}`, 'custom')).toMatchObject(
		{clientId: 'mail-host', clientSecret: secret},
	);
});

test.each([
	['/root/client_secret_1.json', '/root/client_secret_1.json'],
	['~/Downloads/client.json', '~/Downloads/client.json'],
	['"client_secret_1 (2).json"', 'client_secret_1 (2).json'],
	['/root/my\\ file.json', '/root/my file.json'],
	['file:///root/a.json\n', '/root/a.json'],
])('%j is the path of a file', (text, path) => {
	expect(recogniseIdentity(text, 'google')).toEqual({path, notes: [], problems: []});
});

test('what is nothing of the kind says what to do', () => {
	for (const text of ['', '  ', 'hello', '{}', '[', '{"a":']) {
		expect(recogniseIdentity(text, 'google').problems).toEqual([expect.stringMatching(/\.$/)]);
	}
});

test('whatever is pasted, nothing is thrown and no sentence has the secret or control characters', () => {
	const piece = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.constantFrom(
			clientId,
			clientSecret,
			googleSecret,
			googleFile('web'),
			'Client ID',
			'tenant: ',
			'Value',
			'secret=',
			'expires: ',
			'11/23/2028',
			'\n',
			' ',
			'\t',
			'\u001B[2J',
		),
	);
	const providers = fc.constantFrom('microsoft' as const, 'google' as const, 'custom' as const);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 12}), providers, (pieces, provider) => {
			const {notes, problems} = recogniseIdentity(pieces.join(''), provider);
			const shown = [...notes, ...problems].join('');
			expect(shown).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
			expect(shown).not.toContain(clientSecret.slice(0, 12));
			expect(shown).not.toContain(googleSecret.slice(7, 15));
		}),
	);
});

test.each([
	'a',
	'-',
	'"',
	'{',
	'[',
	' ',
	'\n',
	'0',
	'client id ',
	'GOCSPX-',
	'{"a":',
	'1-a.',
	'=',
	'a: b\n',
])('100 kB of %j are read in time', text => {
	for (const provider of ['microsoft', 'google', 'custom'] as const) {
		recogniseIdentity(`${text.repeat(100_000 / text.length)}x`, provider);
	}
});
