import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {catalogue} from '../../source/diagnosis/catalogue/catalogue.js';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import type {DiagnosisContext, Failure, TokenFacts} from '../../source/diagnosis/diagnosis.js';
import {failureFromText} from '../../source/diagnosis/failure-from-text.js';
import * as anyServer from '../../source/diagnosis/other-causes/any-server.js';
import * as exchange from '../../source/diagnosis/other-causes/exchange.js';
import * as gmail from '../../source/diagnosis/other-causes/gmail.js';
import * as network from '../../source/diagnosis/other-causes/network.js';
import * as oauth from '../../source/diagnosis/other-causes/oauth.js';
import type {OtherCause} from '../../source/diagnosis/other-causes/other-cause.js';
import examples from './examples.json' with {type: 'json'};

const now = 1_800_000_000;
const tenant = '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50';
const microsoft: DiagnosisContext = {
	provider: 'microsoft',
	mailbox: 'evmail@acme.com',
	tenant,
	clientId: '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
	neededScopes: ['https://outlook.office.com/IMAP.AccessAsUser.All'],
	now,
};
const good: TokenFacts = {
	audience: 'https://outlook.office.com',
	scopes: ['IMAP.AccessAsUser.All', 'SMTP.Send'],
	tenant,
	account: 'evmail@acme.com',
	expiresAt: now + 3000,
};
const refusedImap: Failure = {
	stage: 'imap',
	protocol: 'imap',
	at: 'outlook.office365.com:993',
	message: 'AUTHENTICATE failed.',
	response: {status: 'NO'},
};
const popWords = 'Authentication failure: unknown user name or bad password.';
const titlesOf = (failure: Failure, context: DiagnosisContext) =>
	(diagnose(failure, context).others ?? []).map(({id, title}) => id ?? title);

describe('Exchange refuses a token and says nothing', () => {
	test('with a good token only what it can’t show is left, and what was checked is said', () => {
		const {others, checked, confidence} = diagnose(refusedImap, {...microsoft, token: good});
		expect(others).toEqual([
			{
				id: 'exo-imap-disabled',
				title: 'The protocol is switched off for the mailbox',
				check:
					'ImapEnabled is False in the answer of Get-CASMailbox -Identity evmail@acme.com | fl ImapEnabled,PopEnabled',
			},
			expect.objectContaining({title: 'The tenant refuses, whatever the program'}),
		]);
		expect(confidence).toBe('possible');
		expect(checked).toEqual([
			'The token is for Exchange: its audience is https://outlook.office.com.',
			'The token has IMAP.AccessAsUser.All.',
			'evmail@acme.com signed in, which is the mailbox.',
			`The token is of tenant ${tenant}.`,
			'The token has not expired: 50 min are left.',
		]);
	});

	test('with a good token nobody is told to sign in again', () => {
		const refused = [
			refusedImap,
			{...refusedImap, stage: 'pop3' as const, protocol: 'pop3' as const, message: popWords},
			{stage: 'smtp' as const, message: '', smtp: {replyCode: 535, enhancedCode: '5.7.3'}},
		];
		for (const failure of refused) {
			const protocols = ['IMAP.AccessAsUser.All', 'POP.AccessAsUser.All', 'SMTP.Send'];
			const token = {...good, scopes: protocols};
			const neededScopes = protocols.map(scope => `https://outlook.office.com/${scope}`);
			const context = {...microsoft, neededScopes};
			const cleared = diagnose(failure, {...context, token});
			expect(cleared.who).toBe('admin');
			expect(cleared.step).toBeUndefined();
			expect(cleared.fix.join('\n')).not.toContain('Sign in again');
			expect(diagnose(failure, context)).toMatchObject({who: 'you', step: 'sign-in'});
		}
	});

	test('what is not known of the token stays open', () => {
		expect(titlesOf(refusedImap, microsoft)).toEqual([
			'exo-imap-disabled',
			'The token is for another service',
			'The token lacks IMAP.AccessAsUser.All',
			'The token has expired',
			'The token is of another account or tenant',
			'exo-sp-not-registered',
			'The tenant refuses, whatever the program',
		]);
		expect(diagnose(refusedImap, microsoft).checked).toBeUndefined();
		const {tenant: _, ...without} = good;
		expect(titlesOf(refusedImap, {...microsoft, token: without})).toContain(
			'The token is of another account or tenant',
		);
	});

	test('an audience that is neither Graph nor Exchange rules nothing out', () => {
		const token = {...good, audience: 'https://outlook.office.com.evil.example'};
		expect(titlesOf(refusedImap, {...microsoft, token})).toContain(
			'The token is for another service',
		);
	});

	test('the old form of a shared mailbox is thought of where it was sent', () => {
		const context = {...microsoft, mailbox: 'ada@acme.com\\desk@acme.com'};
		expect(titlesOf(refusedImap, context)).toContain('exo-shared-upn-syntax');
	});

	test('a token of the application has other causes than one of a user', () => {
		const token: TokenFacts = {
			audience: 'https://outlook.office365.com',
			roles: ['IMAP.AccessAsApp'],
			tenant,
			expiresAt: now + 60,
			isAppOnly: true,
		};
		const {id, others, checked} = diagnose(refusedImap, {...microsoft, token});
		expect(id).toBe('exo-sp-not-registered');
		expect(others?.map(({title}) => title)).toEqual([
			'It is registered with the wrong Object ID',
			'The application has no Full Access to the mailbox',
			'The protocol is switched off for the mailbox',
		]);
		expect(checked).toContain('The token has the role IMAP.AccessAsApp.');
	});

	test('a certain verdict on the token has no others', () => {
		const token = {...good, expiresAt: now - 1};
		const diagnosis = diagnose(refusedImap, {...microsoft, token});
		expect(diagnosis).toMatchObject({id: 'token-expired', confidence: 'certain'});
		expect(diagnosis.others).toBeUndefined();
	});

	test('a likely verdict keeps the others, and does not name itself again', () => {
		const failure = {...refusedImap, message: 'User is authenticated but not connected.'};
		const token = {...good, account: 'ada@acme.com'};
		const diagnosis = diagnose(failure, {...microsoft, token});
		expect(diagnosis).toMatchObject({id: 'token-other-account', confidence: 'likely'});
		const titles = diagnosis.others?.map(({title}) => title);
		expect(titles).toContain('The protocol is switched off for the mailbox');
		expect(titles).not.toContain('Another account signed in, without Full Access');
	});
});

test('where a token is opaque, what the sign-in granted is what was checked', () => {
	const failure: Failure = {
		stage: 'imap',
		message: 'Invalid credentials (Failure)',
		response: {status: 'NO', code: 'AUTHENTICATIONFAILED'},
	};
	const context: DiagnosisContext = {
		provider: 'google',
		mailbox: 'desk@example.org',
		neededScopes: ['https://mail.google.com/'],
	};
	expect(titlesOf(failure, context)).toHaveLength(6);
	const granted = {account: 'desk@example.org', scopes: ['https://mail.google.com/']};
	const {others, checked} = diagnose(failure, {...context, granted});
	expect(others?.map(({id, title}) => id ?? title)).toEqual([
		'The token has expired',
		'g-imap-user-disabled',
		'g-imap-domain-disabled',
		'g-imap-lookup-failed',
	]);
	expect(checked).toEqual([
		'The sign-in granted https://mail.google.com/.',
		'desk@example.org signed in, which is the mailbox.',
	]);
});

test('the layers that went well are said in one sentence', () => {
	const of = (...passed: string[]) => diagnose(refusedImap, {...microsoft, passed}).checked;
	expect(of('name', 'connect', 'TLS', 'greeting', 'offers')).toEqual([
		'Name, connection, TLS, greeting and offered methods of outlook.office365.com:993 are in order.',
	]);
	expect(of('name')).toEqual(['Name of outlook.office365.com:993 is in order.']);
	expect(of('name', 'sign in')?.at(-1)).toBe('The server accepts the token.');
	expect(of()).toBeUndefined();
});

test('535 5.7.139 without its words names the settings that it stands for', () => {
	const failure: Failure = {
		stage: 'smtp',
		message: '535 5.7.139 Authentifizierung fehlgeschlagen',
		smtp: {replyCode: 535, enhancedCode: '5.7.139'},
	};
	expect(diagnose(failure, microsoft)).toMatchObject({
		id: 'exo-smtp-57139',
		confidence: 'possible',
	});
	expect(titlesOf(failure, microsoft)).toContain('exo-smtp-tenant-disabled');
});

test('AADSTS70000 without words can mean three things', () => {
	const failure: Failure = {
		stage: 'refresh',
		message: '',
		oauth: {error: 'invalid_grant', errorCodes: [70_000]},
	};
	expect(diagnose(failure, microsoft).id).toBe('ms-70000-scope');
	expect(titlesOf(failure, microsoft)).toEqual([
		'ms-70000-expired',
		'The sign-in was made with another Client ID',
		'Microsoft found the account abused',
	]);
});

test('invalid_client of a server of one’s own may be the ID or the secret', () => {
	const failure: Failure = {stage: 'token', message: '', oauth: {error: 'invalid_client'}};
	expect(titlesOf(failure, {provider: 'custom'})).toEqual([
		'The Client ID is wrong',
		'The Client Secret is wrong, or has ended',
		'The server wants the secret sent in another way',
	]);
});

test('a time-out may be a firewall, a port or a proxy, each with its check', () => {
	const failure: Failure = {
		stage: 'network',
		message: 'no answer',
		code: 'ETIMEDOUT',
		at: 'smtp.office365.com:465',
	};
	const {others} = diagnose(failure, microsoft);
	expect(others?.map(({check}) => check)).toEqual([
		expect.stringContaining('port 465 is silent too'),
		expect.stringMatching(/nc -vz -w 5 smtp\.office365\.com 465$/),
		expect.stringMatching(/env \| grep -i proxy$/),
	]);
});

const lists = [anyServer, exchange, gmail, network, oauth].flatMap(part =>
	Object.values<readonly OtherCause[]>(part),
);

test('every case among the other causes is in the catalogue, and every check can be read', () => {
	const ids = catalogue.map(({id}) => id);
	for (const cause of lists.flat()) {
		if ('id' in cause) expect(ids).toContain(cause.id);
		else expect(cause.title.length).toBeLessThanOrEqual(72);
		expect(cause.check.length).toBeGreaterThan(10);
		if (cause.see === undefined) expect(cause.check).toMatch(/\.$/);
	}
});

test('no case names itself among the others, none that has others is certain', () => {
	for (const {id, others, confidence} of catalogue) {
		if (!others) continue;
		expect(confidence, id).toMatch(/^(?:likely|possible)$/);
		expect(others.flatMap(each => ('id' in each ? [each.id] : []))).not.toContain(id);
	}
});

test('a diagnosis with others is never certain, whatever came and whatever is known', () => {
	const token = fc.option(
		fc.record(
			{
				audience: fc.constantFrom('https://outlook.office.com', 'https://graph.microsoft.com', 'x'),
				scopes: fc.constantFrom(['IMAP.AccessAsUser.All'], ['SMTP.Send'], []),
				account: fc.constantFrom('evmail@acme.com', 'ada@acme.com'),
				tenant: fc.constantFrom(tenant, 'aaaaaaaa-1111-2222-3333-444444444444'),
				expiresAt: fc.constantFrom(now - 5, now + 5),
				isAppOnly: fc.boolean(),
			},
			{requiredKeys: []},
		),
		{nil: undefined},
	);
	fc.assert(
		fc.property(
			fc.constantFrom(...examples.map(({example}) => example), 'NO', '535 5.7.139'),
			fc.constantFrom('microsoft' as const, 'google' as const, 'custom' as const),
			token,
			fc.string({unit: 'binary'}),
			(example, provider, facts, mailbox) => {
				const failure = failureFromText(example, provider);
				const context = {...microsoft, provider, mailbox, token: facts};
				const {others = [], confidence, checked = []} = diagnose(failure, context);
				if (others.length > 0) expect(confidence).not.toBe('certain');
				for (const text of [...checked, ...others.flatMap(({title, check}) => [title, check])]) {
					expect(text).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]|\{\w+\}/);
				}
			},
		),
		{numRuns: 500},
	);
});
