import fc from 'fast-check';
import {expect, test} from 'vitest';
import {checkClientId} from '../../source/paste/client-id.js';
import {checkClientSecret} from '../../source/paste/client-secret.js';

const secret = 'kQ8~aB3.dEf_Gh1-iJkLmNoPqRsTuVwXyZ012345';

test.each([
	['spaces and line breaks', `  ${secret}\r\n`],
	['quotes', `"${secret}"`],
	['typographic quotes', `“${secret}”`],
	['a broken line', `${secret.slice(0, 20)}\n   ${secret.slice(20)}`],
	['escape sequences', `\u001B[200~${secret}\u001B[201~`],
	['zero-width characters', `\uFEFF${secret}\u200B`],
	['its name', `client_secret=${secret}`],
	['the whole row', `mail\t11/23/2028\t${secret}\t11111111-2222-4333-8444-555555555555`],
	['JSON', JSON.stringify({appId: 'x', password: secret})],
])('%s around a secret are taken off', (_, text) => {
	expect(checkClientSecret(text, 'microsoft')).toEqual({value: secret});
});

test.each(['a=b==', '100%25', 'it\'s "so" and so', 'a b  c', "'", '"x', 'x~^`|<>{}\\/#&+', '=x%'])(
	'%j is kept as it is',
	value => {
		expect(checkClientSecret(value, 'custom')).toEqual({value});
	},
);

test('the Secret ID is told from the value, where the provider has such IDs', () => {
	const id = '11111111-2222-4333-8444-555555555555';
	expect(checkClientSecret(id, 'microsoft')).toEqual({
		error: expect.stringMatching(/Secret ID.*Value.*shown once.*new client secret/),
	});
	expect(checkClientSecret(id, 'custom')).toEqual({value: id});
});

test.each(['kQ8~****************', 'kQ8******************', 'kQ8••••••••••', 'GOCSPX-…', 'kQ8...'])(
	'%s is told to be masked',
	text => {
		expect(checkClientSecret(text, 'microsoft')).toEqual({
			error: expect.stringContaining('hidden'),
		});
	},
);

test('too short, too long, too strange and something else are told', () => {
	const errorOf = (text: string, provider: 'microsoft' | 'google' | 'custom') => {
		const checked = checkClientSecret(text, provider);
		return 'error' in checked ? checked.error : '';
	};
	expect(errorOf('', 'microsoft')).toContain('no secret yet');
	expect(errorOf('kQ8~abc', 'microsoft')).toContain('only 7 characters');
	expect(errorOf('x'.repeat(2000), 'custom')).toContain('longer than any');
	expect(errorOf(`${secret}ü`, 'microsoft')).toContain('characters that no client secret has');
	expect(errorOf('GOCSPX-AbCdEfGhIjKl', 'google')).toContain('After GOCSPX-');
	expect(errorOf('1-a.apps.googleusercontent.com', 'google')).toContain('Client ID');
	expect(errorOf('-----BEGIN PRIVATE KEY-----', 'custom')).toContain('certificate');
});

test('a Client ID of Microsoft is a GUID, and not the tenant', () => {
	const id = 'c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7';
	expect(checkClientId(` "${id.toUpperCase()}"\n`, 'microsoft')).toEqual({value: id});
	expect(checkClientId(`${id.slice(0, 18)}\n${id.slice(18)}`, 'microsoft')).toEqual({value: id});
	expect(checkClientId(id.slice(1), 'microsoft')).toEqual({
		error: expect.stringContaining('1 missing'),
	});
	expect(checkClientId(id, 'microsoft', id)).toEqual({
		error: expect.stringContaining('Tenant ID once more'),
	});
	expect(checkClientId('contoso', 'microsoft')).toEqual({
		error: expect.stringContaining('Application (client) ID'),
	});
});

test('what is not a Client ID of Google is told by its name', () => {
	const id = '123456789012-abcdefghij.apps.googleusercontent.com';
	expect(checkClientId(id, 'google')).toEqual({value: id});
	for (const [text, words] of [
		['123456789012', 'number of the project'],
		['mail@mail-1.iam.gserviceaccount.com', 'service account'],
		['GOCSPX-AbCdEfGhIjKlMnOpQrStUvWxYz01', 'client secret'],
		['123456789012-abcdefghij', 'end is missing'],
		['', 'no Client ID yet'],
		['mail', 'no Client ID of Google'],
	] as const) {
		expect(checkClientId(text, 'google')).toEqual({error: expect.stringContaining(words)});
	}
});

test('a custom Client ID is any visible text', () => {
	expect(checkClientId('mail-host_1', 'custom')).toEqual({value: 'mail-host_1'});
	expect(checkClientId('ü', 'custom')).toHaveProperty('error');
});

test('whatever is typed, no error has control characters or repeats it', () => {
	const text = fc.oneof(fc.string({unit: 'binary'}), fc.string({minLength: 12}));
	const providers = fc.constantFrom('microsoft' as const, 'google' as const, 'custom' as const);
	fc.assert(
		fc.property(text, providers, (typed, provider) => {
			for (const checked of [checkClientSecret(typed, provider), checkClientId(typed, provider)]) {
				if ('value' in checked) {
					expect(checked.value).toMatch(/^[\x20-\x7E]+$/);
					continue;
				}
				expect(checked.error).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
				if (typed.trim().length >= 12) expect(checked.error).not.toContain(typed.trim());
			}
		}),
	);
});
