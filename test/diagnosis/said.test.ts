import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import {failureFromText} from '../../source/diagnosis/failure-from-text.js';
import {maskSecrets, saidOf} from '../../source/diagnosis/said.js';

const randomToken = fc
	.uint8Array({minLength: 8, maxLength: 8})
	.map(seed => createHash('sha256').update(seed).digest('base64url'))
	.filter(token => /\d/.test(token));

const secret = 'kQ8Z~x.Ab3_Cd-Ef9Gh~Ij1Kl.Mn5Op~Qr7St-Uv';

test.each([
	['a JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
	['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'efgh1234'],
	['a SASL answer', 'C: dXNlcj1hQGIuYwFhdXRoPUJlYXJlciB4', 'hQGIuYwFhdXRo'],
	['Google’s access token', 'got ya29.a0AfH6SMBxyz-123', 'AfH6SMBxyz'],
	['Google’s refresh token', 'got 1//0gAbCdEfGhIjKlMn', 'AbCdEfGhIj'],
	['Google’s secret', 'GOCSPX-abcdefghijklmnop', 'hijklmnop'],
	['Microsoft’s secret', 'secret abc8Q~abcdefghijklmnopqrstuvwxyz.0123', 'klmnopqrstuv'],
	['a secret in JSON', `{"client_secret": "${secret}"}`, secret.slice(6)],
	['a secret in a form', `grant_type=x&client_secret=${secret}&scope=y`, secret.slice(6)],
	['a password', 'password=hunter2hunter2', 'hunter2hunter2'],
	['a code', 'https://localhost/callback?code=abcdefghijkl&state=x', 'defghijkl'],
	['a long hexadecimal', `token ${'0123456789abcdef'.repeat(4)}`, '89abcdef0123'],
])('%s is masked', (_, text, hidden) => {
	expect(saidOf(text)).not.toContain(hidden);
	expect(saidOf(text)).toContain('…');
});

test('no random token of 32 bytes gets through, wherever it stands', () => {
	fc.assert(
		fc.property(randomToken, fc.lorem(), fc.lorem(), (token, before, after) => {
			const said = diagnose(failureFromText(`${before} ${token} ${after}`), {
				provider: 'custom',
			}).said;
			expect(said).not.toContain(token.slice(6));
		}),
	);
});

test.each([
	'AADSTS50011: The redirect URI does not match for 7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
	'Trace ID: 6F6C4645-0202-4486-B625-FA957DFC4700',
	'535 5.7.3 Authentication unsuccessful [AM0PR06CA0126.eurprd06.prod.outlook.com]',
	'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
	'STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied',
	'1234567890-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com',
	'The code was already redeemed; error=access_denied',
])('%j has nothing to hide', text => {
	expect(maskSecrets(text)).toBe(text);
});

test('a gigabyte of words ends at 500 characters, and soon', () => {
	expect(saidOf('x'.repeat(10_000_000))).toHaveLength(500);
	expect(saidOf('A1b'.repeat(1_000_000)).length).toBeLessThan(20);
});
