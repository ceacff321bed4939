import {expect, test} from 'vitest';
import {faultIds, faultOf} from '../../source/practice/fault-of.js';
import type {Faults} from '../../source/practice/faults.js';
import {ask, obtainCode, practiceServers, redeem, signIn} from './client.js';
import {dialogue, xoauth2} from './dialogue.js';
import {provoke} from './provoke.js';

const user = 'evmail@practice.example';

test.each([
	['ms-tenant-not-found', /"AADSTS90002: Tenant [\s\S]*AADSTS90002: Tenant/],
	['ms-app-not-found', /AADSTS700016: Application with identifier/],
	['ms-redirect-mismatch', /AADSTS50011: The redirect URI 'http/],
	['ms-login-required', /\?error=login_required&error_description=AADSTS50058:/],
	['ms-consent-missing', /"invalid_grant".*AADSTS65001:.*"error_codes":\[65001\]/],
	['ms-secret-expired', /"invalid_client".*AADSTS7000222:/],
	['ms-grant-revoked', /AADSTS50173:/],
	['ms-dc-declined', /\{"error":"authorization_declined"\}/],
	['ms-dc-slow-down', /"error":"slow_down"/],
	['g-user-denied', /\?error=access_denied&/],
	['g-testing-not-tester', /developer-approved testers/],
	['g-device-scope', /"Invalid device flow scope: https:\/\/mail\.google\.com\/"/],
	['g-rapt', /"error_subtype":"invalid_rapt"/],
	['net-html', /^<!DOCTYPE html>/m],
	['exo-imap-authenticate-failed', /^A1 NO AUTHENTICATE failed\.$/m],
	[
		'exo-imap-not-connected',
		/A1 OK AUTHENTICATE completed\.\nA2 BAD User is authenticated but not connected\.\n\* BYE Connection closed\. 14/,
	],
	['exo-bye-14', /^A1 NO AUTHENTICATE failed\.\n\* BYE Connection closed\. 14$/m],
	[
		'g-imap-authfailed',
		/^\+ eyJ.*\nA1 NO \[AUTHENTICATIONFAILED\] Invalid credentials \(Failure\)$/m,
	],
	['g-imap-overquota', /A1 OK [\s\S]*\* BYE \[OVERQUOTA\]/],
	['exo-pop-auth-failed', /^-ERR Authentication failure: unknown user name or bad password\.$/m],
	['exo-pop-not-connected', /\+OK User successfully authenticated\.\n-ERR/],
	['exo-pop-one-line', /^-ERR Protocol error\. Connection is closed\. 10$/m],
	['exo-smtp-tenant-disabled', /^535 5\.7\.139 .* is disabled for the Tenant\./m],
	['exo-smtp-5757', /^235 [\s\S]*^530 5\.7\.57 Client not authenticated/m],
	['exo-send-as-denied', /^354 [\s\S]*^554 5\.2\.252 SendAsDenied;/m],
	['g-smtp-535', /^334 eyJ.*\n535-5\.7\.8 .*\n535 5\.7\.8 {2}https:/m],
	['g-send-daily', /^354 [\s\S]*^550-5\.4\.5 .*\n550-5\.4\.5 .*\n550 5\.4\.5 {2}https:/m],
	['g-smtp-421', /^421 4\.7\.0 Try again later/m],
	['tls-expired', /CERT_HAS_EXPIRED/],
	['tls-not-yet', /CERT_NOT_YET_VALID/],
	['tls-altname', /ERR_TLS_CERT_ALTNAME_INVALID/],
	['tls-self-signed', /DEPTH_ZERO_SELF_SIGNED_CERT/],
	['tls-self-signed-chain', /SELF_SIGNED_CERT_IN_CHAIN/],
	['tls-issuer', /UNABLE_TO_GET_ISSUER_CERT_LOCALLY/],
	['tls-leaf-only', /UNABLE_TO_VERIFY_LEAF_SIGNATURE/],
	['tls-wrong-version', /wrong version number/],
	['net-reset', /ECONNRESET/],
])('%s is heard as it is known', async (id, expected) => {
	const servers = await practiceServers();
	expect(await provoke(servers, faultOf(id) ?? {})).toMatch(expected);
});

test('a mailbox that is not connected still lets itself be asked what it can', async () => {
	const servers = await practiceServers({faults: faultOf('exo-imap-disabled') ?? {}});
	const scope = 'https://outlook.office.com/IMAP.AccessAsUser.All';
	const token = servers.issueToken({account: user, scope});
	const imap = await dialogue(servers, servers.endpoints.imap);
	await imap.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(user, token)}`, /^a OK/m);
	await imap.say('b CAPABILITY', /^b OK/m);
	await imap.say('c NAMESPACE', /^c BAD User is authenticated but not connected\./m);
	await imap.say('d LOGOUT', /^d OK/m);
});

test('what no server can cause has no faults', () => {
	expect(faultIds.length).toBeGreaterThan(120);
	expect(faultIds.every(id => faultOf(id) !== undefined)).toBe(true);
	expect(faultOf('net-dns')).toBeUndefined();
	expect(faultOf('constructor')).toBeUndefined();
});

test('faults are set, combined and cleared while the servers run', async () => {
	const servers = await practiceServers({faults: {imap: {greeting: '* OK first'}}});
	const greeting = async (endpoint: string) => (await dialogue(servers, endpoint)).hear(/\n/);
	const {imap, pop3} = servers.endpoints;
	expect(await greeting(imap)).toBe('* OK first\r\n');
	servers.faults.add({pop3: {greeting: '+OK second'}});
	servers.faults.add({imap: {mechanisms: ['PLAIN']}});
	expect(await greeting(imap)).toBe('* OK first\r\n');
	expect(await greeting(pop3)).toBe('+OK second\r\n');
	servers.faults.clear();
	expect(await greeting(imap)).toBe('* OK mailgrant practice IMAP4 service is ready.\r\n');
});

test.each(['imap', 'pop3', 'smtps'] as const)(
	'%s greets with escape codes as they are',
	async name => {
		const greeting = '220 \u001B[2J\u001B]0;owned\u0007ready';
		const servers = await practiceServers();
		servers.faults.set({imap: {greeting}, pop3: {greeting}, smtp: {greeting}});
		const wire = await dialogue(servers, servers.endpoints[name]);
		expect(await wire.hear(/\n/)).toBe(`${greeting}\r\n`);
	},
);

const everywhere = (faults: NonNullable<Faults['imap']>): Faults => ({
	imap: faults,
	pop3: faults,
	smtp: faults,
});

test.each(['imap', 'pop3', 'smtps'] as const)('%s can flood its client', async name => {
	const servers = await practiceServers();
	servers.faults.set(everywhere({breaks: {at: 'greeting', how: 'flood'}}));
	const wire = await dialogue(servers, servers.endpoints[name]);
	expect(await wire.hear(/^x{1000000}/)).not.toContain('\n');
});

test.each([
	['imap', 'a CAPABILITY', 'offers'],
	['imap', `a AUTHENTICATE XOAUTH2 ${xoauth2(user, 'x')}`, 'sign-in'],
	['pop3', 'CAPA', 'offers'],
	['pop3', 'AUTH XOAUTH2', 'sign-in'],
	['smtps', 'EHLO here', 'offers'],
] as const)('%s closes when %s comes', async (name, line, at) => {
	const servers = await practiceServers();
	servers.faults.set(everywhere({breaks: {at, how: 'close'}}));
	const wire = await dialogue(servers, servers.endpoints[name]);
	await wire.hear(/\n/);
	await expect(wire.say(line, /./)).rejects.toThrow('ended after ""');
});

test.each(['imap', 'pop3', 'smtps'] as const)('%s can fall silent, and still close', async name => {
	const servers = await practiceServers();
	servers.faults.set(everywhere({breaks: {at: 'greeting', how: 'silence'}}));
	const wire = await dialogue(servers, servers.endpoints[name]);
	const ended = wire.end();
	await servers.close();
	expect(await ended).toBe('');
});

test.each(['imap', 'pop3', 'smtps'] as const)('%s can reset inside of TLS', async name => {
	const servers = await practiceServers();
	servers.faults.set(everywhere({breaks: {at: 'greeting', how: 'reset'}}));
	const wire = await dialogue(servers, servers.endpoints[name]);
	expect(await wire.end()).toBe('');
	expect(wire.error()?.code).toBe('ECONNRESET');
});

test('SMTP can reset behind STARTTLS', async () => {
	const servers = await practiceServers();
	servers.faults.set(everywhere({breaks: {at: 'sign-in', how: 'reset'}}));
	const wire = await dialogue(servers, servers.endpoints.smtp, 'plain');
	await wire.hear(/\n/);
	await wire.say('EHLO here', /^250 /m);
	await wire.say('STARTTLS', /^220/m);
	await wire.startTls();
	await wire.say('EHLO here', /^250 /m);
	await expect(wire.say('AUTH XOAUTH2', /./)).rejects.toThrow('ended');
	expect(wire.error()?.code).toBe('ECONNRESET');
});

test.each(['silence', 'flood', 'close', 'reset'] as const)(
	'the authorization server can answer with %s',
	async how => {
		const servers = await practiceServers();
		servers.faults.set({oauth: {breaks: {at: 'answer', how}}});
		const asked = ask(servers.ca, servers.endpoints.metadata);
		const settled = asked.then(
			() => 'answered',
			error => error.code,
		);
		if (how === 'silence') {
			await new Promise<void>(resolve => {
				const look = () => (servers.requests.oauth.length > 0 ? resolve() : setImmediate(look));
				look();
			});
			await servers.close();
		}
		expect(await settled).toMatch(/^(?:ECONNRESET|HPE_\w+)$/);
	},
);

test.each(['imapStarttls', 'pop3Starttls', 'smtp'] as const)(
	'%s shows the wrong certificate after STARTTLS',
	async name => {
		const servers = await practiceServers();
		servers.faults.set(everywhere({certificate: 'expired'}));
		const wire = await dialogue(servers, servers.endpoints[name], 'plain');
		await wire.hear(/\n/);
		if (name === 'smtp') await wire.say('EHLO here', /^250 /m);
		const line = {imapStarttls: 'a STARTTLS', pop3Starttls: 'STLS', smtp: 'STARTTLS'}[name];
		await wire.say(line, /OK|220/);
		await expect(wire.startTls()).rejects.toMatchObject({code: 'CERT_HAS_EXPIRED'});
	},
);

test('STARTTLS can be missing, and so can every mechanism', async () => {
	const servers = await practiceServers();
	servers.faults.set(everywhere({withoutStartTls: true, mechanisms: []}));
	const {imapStarttls, pop3Starttls, smtp, smtps} = servers.endpoints;
	const imap = await dialogue(servers, imapStarttls, 'plain');
	expect(await imap.say('a CAPABILITY', /^a OK/m)).not.toContain('STARTTLS');
	const pop3 = await dialogue(servers, pop3Starttls, 'plain');
	expect(await pop3.say('CAPA', /^\.\r/m)).not.toMatch(/STLS|SASL/);
	const plain = await dialogue(servers, smtp, 'plain');
	await plain.hear(/\n/);
	expect(await plain.say('EHLO here', /^250 /m)).not.toContain('STARTTLS');
	const secure = await dialogue(servers, smtps);
	await secure.hear(/\n/);
	expect(await secure.say('EHLO here', /^250 /m)).not.toContain('AUTH');
});

test.each([
	['imap', 'b SELECT INBOX', `a AUTHENTICATE XOAUTH2`],
	['pop3', 'STAT', 'AUTH XOAUTH2'],
	['smtps', `MAIL FROM:<${user}>`, 'AUTH XOAUTH2'],
] as const)('%s can end when %s comes after a sign-in that went well', async (name, line, auth) => {
	const servers = await practiceServers();
	servers.faults.set(everywhere({breaks: {at: 'open', how: 'close'}}));
	const scope = ['IMAP.AccessAsUser.All', 'POP.AccessAsUser.All', 'SMTP.Send']
		.map(each => `https://outlook.office.com/${each}`)
		.join(' ');
	const wire = await dialogue(servers, servers.endpoints[name]);
	await wire.hear(/\n/);
	if (name === 'smtps') await wire.say('EHLO here', /^250 /m);
	await wire.say(auth, /^(?:\+|334) \r\n/m);
	await wire.say(xoauth2(user, servers.issueToken({account: user, scope})), /OK|235/);
	await expect(wire.say(line, /./)).rejects.toThrow('ended');
});

test.each(['imap', 'smtps', 'oauth'] as const)('%s answers late when told so', async name => {
	const servers = await practiceServers({latencyMs: 60});
	const started = performance.now();
	if (name === 'oauth') await ask(servers.ca, servers.endpoints.metadata);
	else await (await dialogue(servers, servers.endpoints[name])).hear(/\n/);
	// Timers may be a millisecond early.
	expect(performance.now() - started).toBeGreaterThan(58);
});

test('scopes can be dropped, tokens be expired or for another audience', async () => {
	const servers = await practiceServers();
	servers.faults.set({
		oauth: {droppedScopes: ['SMTP.Send'], audience: 'https://graph.microsoft.com'},
	});
	const {json} = await redeem(servers, await obtainCode(servers));
	expect(json.scope).toBe('https://outlook.office.com/IMAP.AccessAsUser.All');
	const claims = JSON.parse(
		Buffer.from(String(json.access_token).split('.')[1] ?? '', 'base64url').toString(),
	);
	expect(claims).toMatchObject({aud: 'https://graph.microsoft.com', scp: 'IMAP.AccessAsUser.All'});
	servers.faults.set({oauth: {hasExpiredTokens: true}});
	const expired = await signIn(servers, {dialect: 'plain'});
	const imap = await dialogue(servers, servers.endpoints.imap);
	const line = `a AUTHENTICATE XOAUTH2 ${xoauth2(user, expired.accessToken)}`;
	expect(await imap.say(line, /^\+ \S+\r/m)).toContain('+ eyJ');
});

test('another account can sign in than was chosen, and the clock be ahead', async () => {
	const servers = await practiceServers({now: () => Date.UTC(2026, 10, 23, 12)});
	servers.faults.set({oauth: {account: 'ada@practice.example', clockSeconds: 600}});
	const {json, headers} = await redeem(servers, await obtainCode(servers));
	const claims = Buffer.from(String(json.access_token).split('.')[1] ?? '', 'base64url');
	expect(claims.toString()).toContain('"upn":"ada@practice.example"');
	expect(headers.date).toBe('Mon, 23 Nov 2026 12:10:00 GMT');
	expect((await ask(servers.ca, servers.endpoints.metadata)).headers.date).toBe(headers.date);
});
