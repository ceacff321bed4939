import {expect, test} from 'vitest';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {Diagnosis} from '../../source/diagnosis/diagnosis.js';
import {failureSheet} from '../../source/diagnosis/failure-sheet.js';
import {providers} from '../../source/providers/providers.js';

const diagnosis: Diagnosis = {
	id: 'exo-imap-authenticate-failed',
	title: 'Exchange refuses the token',
	cause: 'One answer for every fault.',
	fix: ['Sign in again as evmail@acme.com.', 'Get-CASMailbox -Identity evmail@acme.com'],
	who: 'admin',
	transient: false,
	confidence: 'possible',
	said: 'NO AUTHENTICATE failed.',
	see: 'https://learn.microsoft.com/how-to',
	others: [
		{
			id: 'exo-imap-disabled',
			title: 'The protocol is switched off for the mailbox',
			check: 'ImapEnabled is False in the answer of Get-CASMailbox',
		},
	],
	checked: ['The token has IMAP.AccessAsUser.All.'],
};

const record: GrantRecord = {
	grant: {
		name: 'support desk',
		provider: 'microsoft',
		mailbox: 'evmail@acme.com',
		incoming: 'imap',
		outgoing: 'smtp',
		callbackPort: 8765,
		flow: 'browser',
		tenant: '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
		clientId: '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
	},
	ticks: [],
	facts: {clientSecret: {masked: 'kQ8Z~x…', length: 40, setAt: 1}},
	evidence: {
		incoming: {
			at: Date.UTC(2026, 10, 23, 13, 45, 12),
			outcome: 'failed',
			fits: '',
			summary: diagnosis.title,
			diagnosis,
			report: {
				type: 'incoming',
				service: {
					protocol: 'imap',
					at: 'outlook.office365.com:993',
					status: 'failed',
					ms: 100,
					layers: [
						{name: 'name', status: 'ok', detail: '52.97.183.162', ms: 3.4},
						{name: 'sign in', status: 'failed', detail: 'NO AUTHENTICATE failed.', ms: 88},
					],
				},
			},
		},
	},
};

test('a sheet says what was tried and when, what was said, what it means and who repairs it how', () => {
	// Step numbers are the checklist's.
	const text = failureSheet(record, 'incoming', providers)?.replace(/^(Step +)\d+/m, '$1N');
	expect(text).toMatchInlineSnapshot(`
		"The OAuth2 mail set-up of evmail@acme.com fails at: Test incoming, EVMail

		Mailbox     evmail@acme.com
		Grant       support desk
		Provider    Microsoft 365
		Tenant ID   3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50
		Client ID   7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01
		Step        N  Test incoming, EVMail
		Tried       2026-11-23 13:45:12 UTC

		What was tried
		  imap outlook.office365.com:993: failed
		    ok      name       52.97.183.162 (3 ms)
		    failed  sign in    NO AUTHENTICATE failed. (88 ms)

		What the other side said
		  NO AUTHENTICATE failed.

		What it means (possible)
		  Exchange refuses the token
		  One answer for every fault.

		Checked, and in order
		  - The token has IMAP.AccessAsUser.All.

		It can be, and is told by
		  - The protocol is switched off for the mailbox
		      ImapEnabled is False in the answer of Get-CASMailbox

		How it is repaired, by an administrator of the mail service
		   1. Sign in again as evmail@acme.com.
		   2. Get-CASMailbox -Identity evmail@acme.com

		Read on
		  https://learn.microsoft.com/how-to

		Steps that are named by number are those of mailgrant’s checklist.
		No password, secret or token stands in this sheet."
	`);
});

test('a step that did not fail, or was not tried, has no sheet', () => {
	expect(failureSheet(record, 'outgoing', providers)).toBeUndefined();
	const proved = {
		...record,
		evidence: {client: {at: 1, outcome: 'proved' as const, fits: '', summary: ''}},
	};
	expect(failureSheet(proved, 'client', providers)).toBeUndefined();
});

test('of several hosts each that failed is explained under its name', () => {
	const service = (at: string, more: object) => ({
		protocol: 'imap' as const,
		at,
		status: 'failed' as const,
		ms: 1,
		layers: [],
		...more,
	});
	const text = failureSheet(
		{
			...record,
			evidence: {
				services: {
					at: 0,
					outcome: 'failed',
					fits: '',
					summary: '',
					diagnosis,
					report: {
						type: 'services',
						services: [
							service('one.example:993', {diagnosis}),
							service('two.example:993', {diagnosis: {...diagnosis, title: 'Another failure'}}),
						],
						proxies: ['HTTPS_PROXY http://proxy:3128'],
						clockSeconds: 400,
					},
				},
			},
		},
		'services',
		providers,
	);
	expect(text).toContain('--- imap one.example:993 ---');
	expect(text).toContain('--- imap two.example:993 ---');
	expect(text).toContain('  Another failure');
	expect(text).toContain('Proxy in force: HTTPS_PROXY http://proxy:3128');
	expect(text).toContain('differs by 400 s');
});

test('the checks of a client and the scopes of a sign-in stand among what was tried', () => {
	const failed = {at: 0, outcome: 'failed' as const, fits: '', summary: '', diagnosis};
	const of = (evidence: GrantRecord['evidence'], step: 'client' | 'sign-in') =>
		failureSheet({...record, evidence}, step, providers);
	expect(
		of(
			{
				client: {
					...failed,
					report: {
						type: 'client',
						checks: [
							{name: 'tenant', status: 'ok', detail: 'exists'},
							{name: 'secret', status: 'failed', detail: 'has ended'},
						],
					},
				},
			},
			'client',
		),
	).toMatch(/ {2}ok {6}tenant {5}exists\n.* {2}failed {2}secret {5}has ended/);
	expect(
		of(
			{
				'sign-in': {
					...failed,
					report: {
						type: 'sign-in',
						road: 'paste',
						flow: 'browser',
						account: 'ada@acme.com',
						grantedScopes: [],
						missingScopes: ['SMTP.Send'],
						expiresAt: 0,
						hasRefreshToken: false,
					},
				},
			},
			'sign-in',
		),
	).toMatch(/Signed in: ada@acme\.com\n +Granted: no scope\n +Missing: SMTP\.Send/);
});

test('secrets and escape codes in a server’s words do not reach the sheet', () => {
	const token = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.${'c2lnbmF0dXJl'.repeat(4)}`;
	const {incoming} = record.evidence;
	if (incoming?.report?.type !== 'incoming') throw new Error('no report');
	const {service} = incoming.report;
	const text = failureSheet(
		{
			...record,
			grant: {...record.grant, name: 'a\u001B[2Jb\u202E'},
			evidence: {
				incoming: {
					...incoming,
					report: {
						type: 'incoming',
						service: {
							...service,
							layers: [
								{name: 'sign in', status: 'failed', detail: `\u001B]0;x\u0007bad ${token}\nS: x`},
							],
						},
					},
				},
			},
		},
		'incoming',
		providers,
	);
	expect(text).not.toContain(token.slice(0, 30));
	expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
	expect(text).toContain('bad eyJ0eX… S: x');
});
