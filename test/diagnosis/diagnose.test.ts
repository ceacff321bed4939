import {describe, expect, test} from 'vitest';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import type {DiagnosisContext, Failure, TokenFacts} from '../../source/diagnosis/diagnosis.js';

const now = 1_800_000_000;
const tenant = '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50';
const microsoft: DiagnosisContext = {
	provider: 'microsoft',
	mailbox: 'evmail@acme.com',
	tenant,
	clientId: '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
	redirectUri: 'http://localhost:8765/callback',
	neededScopes: [
		'https://outlook.office.com/IMAP.AccessAsUser.All',
		'https://outlook.office.com/SMTP.Send',
	],
	now,
};
/** The application's own. */
const appOnly: TokenFacts = {
	audience: 'https://outlook.office365.com',
	roles: ['IMAP.AccessAsApp'],
	tenant,
	expiresAt: now + 60,
	isAppOnly: true,
};
const good: TokenFacts = {
	audience: 'https://outlook.office.com',
	scopes: ['IMAP.AccessAsUser.All', 'SMTP.Send'],
	tenant,
	account: 'EVmail@acme.com',
	expiresAt: now + 3000,
};
const refusedImap: Failure = {
	stage: 'imap',
	protocol: 'imap',
	message: 'AUTHENTICATE failed.',
	response: {status: 'NO'},
};
const refusedSmtp: Failure = {
	stage: 'smtp',
	message: '535 5.7.3 Authentication unsuccessful [AM0PR06CA0126.eurprd06.prod.outlook.com]',
	smtp: {replyCode: 535, enhancedCode: '5.7.3', command: 'AUTH XOAUTH2'},
};

describe('what the token says of itself, where the server gives no reason', () => {
	test('a token for Graph is for another service, for certain', () => {
		for (const audience of [
			'https://graph.microsoft.com',
			'https://graph.microsoft.us/',
			'00000003-0000-0000-c000-000000000000',
		]) {
			expect(diagnose(refusedImap, {...microsoft, token: {...good, audience}})).toMatchObject({
				id: 'token-other-service',
				title: 'The token is for another service',
				confidence: 'certain',
				step: 'provider',
				said: 'AUTHENTICATE failed.',
			});
		}
	});

	test('only the scope of the protocol that failed is missed', () => {
		const token = {...good, scopes: ['SMTP.Send']};
		expect(diagnose(refusedImap, {...microsoft, token})).toMatchObject({
			id: 'token-missing-scope',
			confidence: 'certain',
			cause: expect.stringContaining('IMAP.AccessAsUser.All'),
		});
		expect(diagnose(refusedSmtp, {...microsoft, token}).id).toBe('exo-smtp-573');
	});

	test('a token past its end has expired, at the second it ends', () => {
		const at = (expiresAt: number) =>
			diagnose(refusedSmtp, {...microsoft, token: {...good, expiresAt}});
		expect(at(now)).toMatchObject({id: 'token-expired', confidence: 'certain'});
		expect(at(now - 7300).cause).toContain('2 hours ago');
		expect(at(now + 1).id).toBe('exo-smtp-573');
	});

	test('a token of another tenant is told by IDs only', () => {
		const token = {...good, tenant: 'aaaaaaaa-1111-2222-3333-444444444444'};
		expect(diagnose(refusedImap, {...microsoft, token})).toMatchObject({
			id: 'token-other-tenant',
			confidence: 'certain',
		});
		for (const same of ['acme.com', token.tenant.toUpperCase()]) {
			expect(diagnose(refusedImap, {...microsoft, tenant: same, token}).id).toBe(
				'exo-imap-authenticate-failed',
			);
		}
	});

	test('another account is certain where the sign-in is refused, likely where the mailbox is', () => {
		const token = {...good, account: 'ada@acme.com'};
		expect(diagnose(refusedImap, {...microsoft, token})).toMatchObject({
			id: 'token-other-account',
			confidence: 'certain',
			cause: expect.stringContaining('ada@acme.com'),
		});
		const notConnected = {...refusedImap, message: 'User is authenticated but not connected.'};
		expect(diagnose(notConnected, {...microsoft, token}).confidence).toBe('likely');
	});

	test('a token with nothing against it is said to be so', () => {
		const diagnosis = diagnose(refusedImap, {...microsoft, token: good});
		expect(diagnosis.id).toBe('exo-imap-authenticate-failed');
		expect(diagnosis.cause).toContain('Nothing speaks against the token itself');
		expect(diagnose(refusedImap, microsoft).cause).not.toContain('Nothing speaks');
	});

	test('an application’s own token points to its service principal', () => {
		expect(diagnose(refusedImap, {...microsoft, token: appOnly}).id).toBe('exo-sp-not-registered');
		expect(diagnose(refusedSmtp, {...microsoft, token: appOnly}).id).toBe('exo-sp-not-registered');
	});

	test('a mailbox that does not open to the application is told with its service principal', () => {
		const notConnected = {...refusedImap, message: 'User is authenticated but not connected.'};
		const diagnosis = diagnose(notConnected, {...microsoft, token: appOnly});
		expect(diagnosis).toMatchObject({
			id: 'exo-imap-not-connected',
			title: 'The application may not open the mailbox',
			confidence: 'likely',
			who: 'admin',
		});
		expect(diagnosis.step).toBeUndefined();
		const said = [diagnosis.cause, ...diagnosis.fix, JSON.stringify(diagnosis.others)];
		// Nobody signed in.
		expect(said.join('\n')).not.toMatch(/signed in|sign-in/i);
	});

	test('a reason that the server gives goes before the token', () => {
		const failure: Failure = {
			stage: 'smtp',
			message:
				'535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
			smtp: {replyCode: 535, enhancedCode: '5.7.139'},
		};
		const token = {...good, expiresAt: now - 1};
		expect(diagnose(failure, {...microsoft, token})).toMatchObject({
			id: 'exo-smtp-tenant-disabled',
			confidence: 'certain',
			who: 'admin',
		});
	});

	test('any server’s unexplained refusal asks the token', () => {
		const failure: Failure = {
			stage: 'imap',
			message: 'Authentication failed.',
			response: {status: 'NO', code: 'AUTHENTICATIONFAILED'},
		};
		const context: DiagnosisContext = {provider: 'custom', mailbox: 'a@b.example', now};
		expect(diagnose(failure, context).id).toBeUndefined();
		expect(diagnose(failure, {...context, token: {expiresAt: now - 5}}).id).toBe('token-expired');
	});
});

describe('evidence', () => {
	test('a number of Microsoft leaves one cause, whatever error stands beside it', () => {
		const failure: Failure = {
			stage: 'token',
			message: 'invalid_client',
			oauth: {error: 'invalid_client', errorCodes: [7_000_215], httpStatus: 401},
		};
		expect(diagnose(failure, microsoft)).toMatchObject({
			id: 'ms-secret-invalid',
			confidence: 'certain',
			step: 'client',
		});
	});

	test('the first number that is known explains; a second known one leaves doubt', () => {
		const of = (...errorCodes: number[]) =>
			diagnose(
				{stage: 'token', message: '', oauth: {error: 'invalid_grant', errorCodes}},
				microsoft,
			);
		expect(of(70_002, 54_005)).toMatchObject({id: 'ms-code-redeemed', confidence: 'certain'});
		expect(of(54_005, 50_173)).toMatchObject({id: 'ms-code-redeemed', confidence: 'likely'});
	});

	test('AADSTS70000 has three meanings, and only words tell them apart', () => {
		const of = (description: string) =>
			diagnose(
				{
					stage: 'refresh',
					message: description,
					oauth: {error: 'invalid_grant', errorCodes: [70_000], description},
				},
				microsoft,
			).id;
		expect(of('one or more scopes requested are unauthorized or expired')).toBe('ms-70000-scope');
		expect(of('The user could not be authenticated as the grant is expired.')).toBe(
			'ms-70000-expired',
		);
		expect(of('User account is found to be in service abuse mode.')).toBeUndefined();
	});

	test('a system’s code goes before all words and numbers', () => {
		const failure: Failure = {
			stage: 'token',
			message: 'AADSTS7000222, then: Token has been expired or revoked',
			code: 'ENOTFOUND',
			at: 'login.microsoftonline.com:443',
		};
		expect(diagnose(failure, microsoft)).toMatchObject({
			id: 'net-dns',
			cause: expect.stringContaining('login.microsoftonline.com'),
		});
	});

	test('a time-out while connecting and one in the dialogue are not the same', () => {
		const of = (stage: Failure['stage']) =>
			diagnose({stage, message: 'no answer', code: 'ETIMEDOUT'}, microsoft).id;
		expect(of('network')).toBe('net-timeout');
		expect(of('imap')).toBe('net-silent');
	});

	test('the status line of HTTP is not taken for the server’s reason', () => {
		const failure: Failure = {
			stage: 'token',
			message: 'Response Error: 401 Unauthorized',
			oauth: {error: 'invalid_client', httpStatus: 401},
		};
		const of = (description?: string) =>
			diagnose({...failure, oauth: {...failure.oauth, description}}, {provider: 'google'}).id;
		expect(of()).toBeUndefined();
		expect(of('Unauthorized')).toBe('g-secret-wrong');
		expect(of('The OAuth client was not found.')).toBe('g-invalid-client-id');
	});

	test('words alone are never certain', () => {
		const failure: Failure = {stage: 'authorize', message: 'The OAuth client was deleted.'};
		expect(diagnose(failure, {provider: 'google'})).toMatchObject({
			id: 'g-deleted-client',
			confidence: 'likely',
		});
	});

	test('the words of one provider from the server of another leave doubt', () => {
		const failure: Failure = {stage: 'token', message: 'AADSTS7000222: expired'};
		expect(diagnose(failure, {provider: 'custom'})).toMatchObject({
			id: 'ms-secret-expired',
			confidence: 'likely',
		});
	});

	test('codes of a standard are not taken for another provider’s case', () => {
		const failure: Failure = {
			stage: 'smtp',
			message: '535 5.7.8 Error: authentication failed',
			smtp: {replyCode: 535, enhancedCode: '5.7.8'},
		};
		expect(diagnose(failure, {provider: 'custom'})).toMatchObject({
			title: 'The mail server refuses the sign-in',
		});
		expect(diagnose(failure, {provider: 'custom'}).id).toBeUndefined();
	});

	test.each<[string, Partial<Failure>]>([
		['5.7.60', {stage: 'send', smtp: {replyCode: 550, enhancedCode: '5.7.60'}}],
		['550 5.1.8', {stage: 'send', smtp: {replyCode: 550, enhancedCode: '5.1.8'}}],
		['access_denied', {stage: 'authorize', oauth: {error: 'access_denied'}}],
		[
			'Unauthorized',
			{stage: 'token', oauth: {error: 'invalid_client', description: 'Unauthorized'}},
		],
		['OVERQUOTA', {stage: 'imap', response: {status: 'NO', code: 'OVERQUOTA'}}],
	])('%s of another server has no case, but a family', (_, failure) => {
		const diagnosis = diagnose({stage: 'token', message: '', ...failure}, {provider: 'custom'});
		expect(diagnosis.id).toBeUndefined();
		expect(diagnosis.title).not.toMatch(/no explanation|Google|Exchange/);
	});

	test.each([
		['PROXY_AUTH_REQUIRED', 'net-proxy-auth'],
		['PROXY_REFUSED', 'net-proxy-refused'],
		['PROXY_PROTOCOL', 'net-proxy-protocol'],
		['TOO_MUCH_DATA', 'net-flood'],
		['ERR_INVALID_URL', 'net-bad-address'],
		['ECONNREFUSED', 'net-refused'],
		['EHOSTUNREACH', 'net-unreachable'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-leaf-only'],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-version'],
	])('%s is told in every stage', (code, id) => {
		for (const stage of [
			'network',
			'tls',
			'discovery',
			'token',
			'refresh',
			'imap',
			'send',
		] as const) {
			expect(diagnose({stage, message: 'x', code}, microsoft).id).toBe(id);
		}
	});

	test('a CA file that can’t be read is not a matter of the system', () => {
		const failure: Failure = {
			stage: 'local',
			message: 'The CA file /etc/x.pem may not be read by this user. Name a PEM file.',
			code: 'EACCES',
			at: '/etc/x.pem',
		};
		expect(diagnose(failure, microsoft)).toMatchObject({id: 'tls-ca-file', step: 'provider'});
		expect(diagnose({...failure, message: 'open /x'}, microsoft).id).toBeUndefined();
	});

	test('words of one stage mean nothing in another', () => {
		const failure: Failure = {
			stage: 'smtp',
			message: '550 User is authenticated but not connected',
		};
		expect(diagnose(failure, microsoft).id).toBeUndefined();
	});
});

describe('families', () => {
	const of = (failure: Partial<Failure>, provider: DiagnosisContext['provider'] = 'custom') =>
		diagnose({stage: 'token', message: '', ...failure}, {provider});

	test('an unknown number of Microsoft says where its explanation stands', () => {
		const diagnosis = of(
			{
				message: 'AADSTS123456: Something new.',
				oauth: {error: 'invalid_grant', errorCodes: [123_456]},
			},
			'microsoft',
		);
		expect(diagnosis).toMatchObject({
			see: 'https://login.microsoftonline.com/error?code=123456',
			confidence: 'possible',
			said: 'AADSTS123456: Something new.',
			step: 'sign-in',
		});
		expect(diagnosis.id).toBeUndefined();
		expect(diagnosis.title).toContain('AADSTS123456');
		expect(diagnosis.fix).toContain('https://login.microsoftonline.com/error?code=123456');
	});

	test.each<[string, Partial<Failure>, RegExp, boolean]>([
		['OAuth error', {oauth: {error: 'invalid_client'}}, /Client ID and secret/, false],
		['OAuth error that passes', {oauth: {error: 'temporarily_unavailable'}}, /busy/, true],
		[
			'subtype',
			{oauth: {error: 'invalid_grant', subtype: 'new_thing'}},
			/code or the sign-in/,
			false,
		],
		['HTTP 503', {oauth: {httpStatus: 503}}, /fault/, true],
		['HTTP 407', {oauth: {httpStatus: 407}}, /proxy/, false],
		['HTTP 404', {oauth: {httpStatus: 404}}, /nothing at this address/, false],
		['5.2.2', {stage: 'send', message: '552 5.2.2 Quota'}, /full/, false],
		['4.2.2', {stage: 'send', message: '452 4.2.2 Quota'}, /full/, true],
		['x.9.99', {stage: 'send', message: '554 5.9.99 What'}, /refuses/, false],
		['553', {stage: 'send', message: '553 Sender address rejected'}, /sender or recipient/, false],
		['4xx', {stage: 'smtp', message: '499 later'}, /refuses/, true],
		[
			'IMAP UNAVAILABLE',
			{stage: 'imap', message: 'x', response: {status: 'NO', code: 'UNAVAILABLE'}},
			/at the moment/,
			true,
		],
		['POP3 IN-USE', {stage: 'pop3', message: '-ERR [IN-USE] locked'}, /in use/, true],
		['IMAP NO', {stage: 'imap', message: 'x', response: {status: 'NO'}}, /server refuses/, false],
		[
			'challenge',
			{stage: 'imap', message: 'x', challenge: '{"status":"invalid_token"}'},
			/does not accept the token/,
			false,
		],
		[
			'challenge with scope',
			{stage: 'smtp', message: 'x', challenge: '{"status":"insufficient_scope"}'},
			/lacks the scope/,
			false,
		],
		['TLS', {stage: 'tls', code: 'CERT_REVOKED'}, /can’t be trusted/, false],
		[
			'TLS handshake',
			{stage: 'tls', code: 'ERR_SSL_NO_SHARED_CIPHER'},
			/could not be agreed/,
			false,
		],
		['errno', {stage: 'network', code: 'ENOTCONN'}, /connection failed/, true],
		['disk', {stage: 'local', code: 'ENOSPC'}, /disk is full/, false],
	])('%s', (_, failure, title, transient) => {
		const diagnosis = of(failure);
		expect(diagnosis.id).toBeUndefined();
		expect(diagnosis.title).toMatch(title);
		expect(diagnosis.transient).toBe(transient);
		expect(diagnosis.confidence).not.toBe('certain');
	});

	test('nothing known is said to be nothing known', () => {
		for (const message of ['Zork', '']) {
			expect(of({stage: 'local', message})).toMatchObject({
				title: 'mailgrant has no explanation for this',
				confidence: 'possible',
				said: message,
			});
		}
	});

	test('names that every object has are no families', () => {
		expect(of({oauth: {error: 'constructor'}}).title).toContain('no explanation');
		expect(of({stage: 'imap', response: {status: 'OK', code: '__PROTO__'}}).title).toContain(
			'no explanation',
		);
	});
});

test('the values of the grant stand in the texts', () => {
	const failure: Failure = {
		stage: 'authorize',
		message: 'AADSTS50011: The redirect URI does not match.',
	};
	const {cause, fix} = diagnose(failure, microsoft);
	expect(cause).toContain('http://localhost:8765/callback');
	expect([cause, ...fix].join()).not.toMatch(/\{\w+\}/);
	const missing = diagnose({stage: 'token', message: 'AADSTS700016'}, {provider: 'microsoft'});
	expect([missing.cause, ...missing.fix].join('\n')).not.toMatch(/\{\w+\}|undefined/);
	expect(missing.fix).toContain(
		'https://login.microsoftonline.com/TENANT/adminconsent?client_id=CLIENT_ID',
	);
});

test('where no words came, the codes are what was said', () => {
	const failure: Failure = {
		stage: 'smtp',
		message: '',
		smtp: {replyCode: 535, enhancedCode: '5.7.3'},
	};
	expect(diagnose(failure, microsoft)).toMatchObject({id: 'exo-smtp-573', said: '535 5.7.3'});
});
