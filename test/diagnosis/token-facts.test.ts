import fc from 'fast-check';
import {expect, test} from 'vitest';
import {tokenFacts} from '../../source/diagnosis/token-facts.js';

const jwt = (claims: unknown) =>
	['{"alg":"RS256"}', JSON.stringify(claims), 'signature']
		.map(part => Buffer.from(part).toString('base64url'))
		.join('.');

test('a token of Microsoft says who, what and until when', () => {
	expect(
		tokenFacts(
			jwt({
				aud: 'https://outlook.office.com',
				scp: 'IMAP.AccessAsUser.All SMTP.Send',
				tid: '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
				upn: 'evmail@acme.com',
				exp: 1_800_000_000.5,
				name: 'Zoë',
			}),
		),
	).toEqual({
		audience: 'https://outlook.office.com',
		scopes: ['IMAP.AccessAsUser.All', 'SMTP.Send'],
		roles: undefined,
		tenant: '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
		account: 'evmail@acme.com',
		expiresAt: 1_800_000_000,
	});
});

test('an application’s own token is told by its type or its roles', () => {
	expect(tokenFacts(jwt({aud: 'x', idtyp: 'app'}))).toMatchObject({isAppOnly: true});
	expect(tokenFacts(jwt({aud: 'x', roles: ['IMAP.AccessAsApp']}))).toMatchObject({
		isAppOnly: true,
		roles: ['IMAP.AccessAsApp'],
	});
	expect(tokenFacts(jwt({aud: 'x', roles: ['A'], scp: 'b'}))?.isAppOnly).toBeUndefined();
});

test('scopes and audiences may be lists', () => {
	expect(tokenFacts(jwt({aud: ['a', 'b'], scope: ['x', 'y z']}))).toMatchObject({
		audience: 'a',
		scopes: ['x', 'y z'],
	});
});

test.each([
	['ya29.a0AfH6SMB'],
	[''],
	['a.b.c'],
	['..'],
	['a.bnVsbA.c'],
	['a.W10.c'],
	['a.e30.c'],
	['a.b.c.d.e'],
	[jwt({aud: 'x', padding: 'x'.repeat(100_000)})],
])('an opaque or absurd token says nothing', token => {
	expect(tokenFacts(token)).toBeUndefined();
});

test('claims are cleaned, since they are shown', () => {
	expect(tokenFacts(jwt({upn: '\u001B[31mada@acme.com\u0007'}))?.account).toBe('ada@acme.com');
});

test('no token makes it throw', () => {
	fc.assert(
		fc.property(
			fc.oneof(fc.string({unit: 'binary'}), fc.json().map(jwt), fc.base64String()),
			token => {
				expect(() => tokenFacts(token)).not.toThrow();
			},
		),
	);
	const claims = fc.record(
		{
			aud: fc.anything(),
			scp: fc.anything(),
			roles: fc.anything(),
			exp: fc.anything(),
			upn: fc.anything(),
			tid: fc.anything(),
		},
		{requiredKeys: []},
	);
	fc.assert(
		fc.property(claims, value => {
			let token: string;
			try {
				token = jwt(value);
			} catch {
				return;
			}
			expect(() => tokenFacts(token)).not.toThrow();
		}),
	);
});
