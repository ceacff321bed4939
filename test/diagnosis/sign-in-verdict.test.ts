import {expect, test} from 'vitest';
import {missingScopes, signInVerdict} from '../../source/diagnosis/sign-in-verdict.js';
import {google} from '../../source/providers/google.js';
import {microsoft} from '../../source/providers/microsoft.js';

const imap = 'https://outlook.office.com/IMAP.AccessAsUser.All';
const smtp = 'https://outlook.office.com/SMTP.Send';

test('scopes are the same in another case, with or without their resource', () => {
	expect(missingScopes([imap, smtp], [imap.toLowerCase(), 'SMTP.Send'])).toEqual([]);
	expect(missingScopes([imap, smtp], [imap])).toEqual([smtp]);
	expect(missingScopes(['https://mail.google.com/'], ['https://mail.google.com'])).toEqual([]);
	expect(
		missingScopes(['https://mail.google.com/'], ['https://www.googleapis.com/auth/gmail.send']),
	).toHaveLength(1);
});

const verdict = (changes: Partial<Parameters<typeof signInVerdict>[0]>) =>
	signInVerdict({mailbox: 'evmail@acme.com', missing: [], provider: microsoft, ...changes})?.id;

test('another account is a failure, the same in another case is not', () => {
	expect(verdict({account: 'ada@acme.com'})).toBe('sign-in-wrong-account');
	expect(verdict({account: 'EVMail@Acme.com'})).toBeUndefined();
});

test('an account that is no address proves nothing', () => {
	expect(verdict({account: '8f3c2a', provider: google})).toBeUndefined();
});

test('a Graph audience and a missing scope are failures', () => {
	expect(verdict({audience: 'https://graph.microsoft.com'})).toBe('sign-in-graph-audience');
	expect(verdict({audience: '00000003-0000-0000-c000-000000000000'})).toBe(
		'sign-in-graph-audience',
	);
	expect(verdict({missing: [smtp]})).toBe('sign-in-missing-scope');
});
