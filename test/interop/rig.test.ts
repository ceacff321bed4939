import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {promisify} from 'node:util';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {scopes} from './rig/authorization-server.js';
import {createBrowser} from './rig/browser.js';
import {type Dialogue, openDialogue} from './rig/dialogue.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';
import {authorizationRequest, requestToken, signIn, type TokenAnswer} from './rig/tokens.js';

const everything = Object.values(scopes).join(' ');

describe.skipIf(whyNoRig())('the rig', {timeout: 30_000}, () => {
	let rig: Rig;
	let tokens: TokenAnswer;
	const open: Dialogue[] = [];
	beforeAll(async () => {
		rig = await startRig();
		tokens = await signIn(rig, everything);
	}, 60_000);
	afterAll(() => rig?.stop());
	afterEach(() => {
		for (const dialogue of open.splice(0)) dialogue.close();
		Object.assign(rig.authorization.faults, good);
	});

	const good = {
		accessTokens: 'good',
		reportedScope: undefined,
		refusedScopes: [],
		isDenied: false,
		accessTokenSeconds: 3600,
	};

	const dial = async (port: number, security: 'tls' | 'clear', host = '127.0.0.1') => {
		const ca = security === 'tls' ? rig.ca : undefined;
		const dialogue = await openDialogue({host, port, ca});
		open.push(dialogue);
		return dialogue;
	};

	const xoauth2 = (token: string, user = rig.mailbox) =>
		btoa(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`);
	const oauthbearer = (token: string, user = rig.mailbox) =>
		btoa(`n,a=${user},\u0001host=localhost\u0001port=1\u0001auth=Bearer ${token}\u0001\u0001`);

	async function imapAnswer(token: string, user = rig.mailbox): Promise<string> {
		const imap = await dial(rig.dovecot.ports.imaps, 'tls');
		await imap.until(/^\* OK/);
		const answer = await imap.ask(`a AUTHENTICATE XOAUTH2 ${xoauth2(token, user)}`, /^(a|\+) /);
		return answer.startsWith('+') ? imap.ask('', /^a /) : answer;
	}

	async function smtp(host = '127.0.0.1'): Promise<Dialogue> {
		const dialogue = await dial(rig.postfix.ports.submission, 'clear', host);
		await dialogue.until(/^220 /);
		await dialogue.ask('EHLO test', /^250 /);
		await dialogue.ask('STARTTLS', /^220 /);
		await dialogue.startTls(rig.ca);
		await dialogue.ask('EHLO test', /^250 /);
		return dialogue;
	}

	test('tokens and codes are as long as real ones', async () => {
		const {access_token: token, code, expires_in: seconds} = await signIn(rig, everything);
		expect(token).toHaveLength(1600);
		expect(code).toHaveLength(800);
		expect(seconds).toBe(3600);
	});

	test('the hint chooses the account, and the cookie of a browser goes before it', async () => {
		const scope = `openid email ${scopes.imap}`;
		const hinted = await signIn(rig, scope, rig.stranger);
		expect(payloadOf(hinted.id_token)).toMatchObject({email: rig.stranger});
		const {url, verifier} = authorizationRequest(rig, scope, {login_hint: rig.stranger});
		const browser = createBrowser({ca: rig.ca, account: rig.mailbox});
		const end = await browser.visit(url, {stopAt: rig.redirectUri});
		const answer = await requestToken(rig, {
			grant_type: 'authorization_code',
			code: new URL(end.url).searchParams.get('code') ?? '',
			redirect_uri: rig.redirectUri,
			code_verifier: verifier,
		});
		expect(payloadOf(answer.id_token)).toMatchObject({sub: rig.mailbox});
	});

	test('who is signed in is asked for the account where that is wanted', async () => {
		const browser = createBrowser({ca: rig.ca});
		const questions = async (more: Record<string, string> = {}) => {
			const before = rig.authorization.requests.length;
			const {url} = authorizationRequest(rig, everything, {login_hint: rig.mailbox, ...more});
			const end = await browser.visit(url, {stopAt: rig.redirectUri});
			expect(end.url).toContain('code=');
			const asked = rig.authorization.requests.slice(before);
			return asked.filter(request => request.startsWith('GET /interaction/')).length;
		};
		// As whom, and whether everything is allowed.
		expect(await questions({prompt: 'select_account'})).toBe(2);
		expect(await questions()).toBe(0);
		expect(await questions({prompt: 'select_account'})).toBe(1);
	});

	test('a request without PKCE is refused', async () => {
		const {url} = authorizationRequest(rig, everything);
		const address = new URL(url);
		address.searchParams.delete('code_challenge');
		address.searchParams.delete('code_challenge_method');
		const end = await createBrowser({ca: rig.ca}).visit(address.href, {stopAt: rig.redirectUri});
		expect(end.url).toContain('error=invalid_request');
	});

	test('a wrong verifier and a wrong secret are refused', async () => {
		const {url} = authorizationRequest(rig, everything);
		const end = await createBrowser({ca: rig.ca}).visit(url, {stopAt: rig.redirectUri});
		const fields = {
			grant_type: 'authorization_code',
			code: new URL(end.url).searchParams.get('code') ?? '',
			redirect_uri: rig.redirectUri,
			code_verifier: 'x'.repeat(43),
		};
		expect(await requestToken(rig, fields)).toMatchObject({error: 'invalid_grant'});
		const withWrongSecret = {...fields, client_secret: 'wrong'};
		expect(await requestToken(rig, withWrongSecret)).toMatchObject({error: 'invalid_client'});
	});

	test('a refresh token works once, and its second use revokes all that came of it', async () => {
		const first = await signIn(rig, everything);
		const refresh = (token: string) =>
			requestToken(rig, {grant_type: 'refresh_token', refresh_token: token});
		const second = await refresh(first.refresh_token);
		expect(second.refresh_token).not.toBe(first.refresh_token);
		expect(await imapAnswer(second.access_token)).toContain('a OK');
		expect(await refresh(first.refresh_token)).toMatchObject({error: 'invalid_grant'});
		expect(await refresh(second.refresh_token)).toMatchObject({error: 'invalid_grant'});
	});

	test('a device is allowed by its code', async () => {
		const browser = createBrowser({ca: rig.ca, account: rig.stranger});
		const {clientId, clientSecret, deviceUrl} = rig.authorization;
		const client = {client_id: clientId, client_secret: clientSecret};
		const page = await browser.post(deviceUrl, {...client, scope: everything});
		const device = JSON.parse(page.text) as Record<string, string>;
		const poll = () =>
			requestToken(rig, {
				grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
				device_code: device.device_code ?? '',
			});
		expect(await poll()).toMatchObject({error: 'authorization_pending'});
		const end = await browser.visit(device.verification_uri_complete ?? '');
		expect(end.text).toContain('Device allowed');
		expect(await imapAnswer((await poll()).access_token, rig.stranger)).toContain('a OK');
	});

	test('the user can refuse all, or one scope', async () => {
		rig.authorization.faults.isDenied = true;
		const {url} = authorizationRequest(rig, everything);
		const end = await createBrowser({ca: rig.ca}).visit(url, {stopAt: rig.redirectUri});
		expect(end.url).toContain('error=access_denied');
		Object.assign(rig.authorization.faults, {isDenied: false, refusedScopes: [scopes.smtp]});
		expect((await signIn(rig, everything)).scope).toBe(`${scopes.imap} ${scopes.pop3}`);
	});

	test('a client that trusts the authority alone accepts every certificate', async () => {
		const {imaps, pop3s, imap, pop3} = rig.dovecot.ports;
		const {submission, smtps} = rig.postfix.ports;
		const targets = [
			[`127.0.0.1:${imaps}`],
			[`127.0.0.1:${pop3s}`],
			[`127.0.0.2:${imap}`, '-starttls', 'imap'],
			[`127.0.0.2:${pop3}`, '-starttls', 'pop3'],
			[`127.0.0.1:${smtps}`],
			[`127.0.0.1:${submission}`, '-starttls', 'smtp'],
			[new URL(rig.authorization.issuer).host],
		];
		for (const target of targets) {
			const trust = ['-CAfile', rig.ca, '-no-CApath', '-no-CAstore', '-verify_return_error'];
			const asked = promisify(execFile)('openssl', ['s_client', '-connect', ...target, ...trust]);
			asked.child.stdin?.end();
			expect((await asked).stdout).toContain('Verify return code: 0 (ok)');
		}
	});

	test('IMAP over TLS takes a token by XOAUTH2 and by OAUTHBEARER', async () => {
		for (const [name, response] of [
			['XOAUTH2', xoauth2(tokens.access_token)],
			['OAUTHBEARER', oauthbearer(tokens.access_token)],
		]) {
			const imap = await dial(rig.dovecot.ports.imaps, 'tls');
			expect(await imap.until(/^\* OK/)).toMatch(/AUTH=XOAUTH2 AUTH=OAUTHBEARER/);
			await imap.ask(`a AUTHENTICATE ${name} ${response}`, /^a OK/);
			expect(await imap.ask('b EXAMINE INBOX', /^b /)).toMatch(/^\* \d+ EXISTS$/m);
		}
	});

	test('IMAP takes no token before STARTTLS', async () => {
		const command = `AUTHENTICATE XOAUTH2 ${xoauth2(tokens.access_token)}`;
		const clear = await dial(rig.dovecot.ports.imap, 'clear', '127.0.0.2');
		expect(await clear.until(/^\* OK/)).toMatch(/STARTTLS LOGINDISABLED\]/);
		expect(await clear.ask(`a ${command}`, /^a /)).toContain('[PRIVACYREQUIRED]');
		// Dovecot 2.3 keeps what is left of a refused initial response, so that this is another connection.
		const imap = await dial(rig.dovecot.ports.imap, 'clear', '127.0.0.2');
		await imap.until(/^\* OK/);
		await imap.ask('b STARTTLS', /^b OK/);
		await imap.startTls(rig.ca);
		await imap.ask(`c ${command}`, /^c OK/);
	});

	test('POP3 takes a token over TLS and after STLS', async () => {
		const tls = await dial(rig.dovecot.ports.pop3s, 'tls');
		await tls.until(/^\+OK/);
		await tls.ask(`AUTH XOAUTH2 ${xoauth2(tokens.access_token)}`, /^\+OK Logged in/);
		await tls.ask('STAT', /^\+OK \d+ \d+/);
		const clear = await dial(rig.dovecot.ports.pop3, 'clear', '127.0.0.2');
		await clear.until(/^\+OK/);
		await clear.ask('AUTH XOAUTH2', /^-ERR/);
		await clear.ask('STLS', /^\+OK/);
		await clear.startTls(rig.ca);
		await clear.ask('AUTH OAUTHBEARER', /^\+ /);
		await clear.ask(oauthbearer(tokens.access_token), /^\+OK Logged in/);
	});

	test('each service wants its own scope', async () => {
		const forImap = await signIn(rig, scopes.imap);
		const forPop3 = await signIn(rig, scopes.pop3);
		expect(await imapAnswer(forImap.access_token)).toContain('a OK');
		expect(await imapAnswer(forPop3.access_token)).toContain('a NO');
		const pop3 = await dial(rig.dovecot.ports.pop3s, 'tls');
		await pop3.until(/^\+OK/);
		await pop3.ask(`AUTH XOAUTH2 ${xoauth2(forImap.access_token)}`, /^\+ /);
		await pop3.ask('', /^-ERR/);
		await pop3.ask(`AUTH XOAUTH2 ${xoauth2(forPop3.access_token)}`, /^\+OK/);
		const sender = await smtp();
		await sender.ask(`AUTH XOAUTH2 ${xoauth2(forImap.access_token)}`, /^334 /);
		await sender.ask('', /^535 5\.7\.8/);
	});

	test('a token that is unknown, expired or of somebody else is refused', async () => {
		expect(await imapAnswer('x'.repeat(1600))).toContain('a NO');
		expect(await imapAnswer(tokens.access_token, rig.stranger)).toContain('a NO');
		for (const accessTokens of ['expired', 'unknown'] as const) {
			rig.authorization.faults.accessTokens = accessTokens;
			const {access_token: token, expires_in: seconds} = await signIn(rig, everything);
			expect(seconds).toBe(3600);
			expect(await imapAnswer(token)).toContain('a NO');
		}
	});

	test('tokens given before can expire and be revoked', async () => {
		const {access_token: token} = await signIn(rig, everything);
		rig.authorization.expireAccessTokens();
		expect(await imapAnswer(token)).toContain('a NO');
		const {refresh_token: refresh, access_token: other} = await signIn(rig, everything);
		rig.authorization.revokeAll();
		expect(await imapAnswer(other)).toContain('a NO');
		const fields = {grant_type: 'refresh_token', refresh_token: refresh};
		expect(await requestToken(rig, fields)).toMatchObject({error: 'invalid_grant'});
		tokens = await signIn(rig, everything);
	});

	test('a token can have another scope than its answer says', async () => {
		rig.authorization.faults.reportedScope = 'Mail.Read';
		const {access_token: token, scope} = await signIn(rig, scopes.imap);
		expect(scope).toBe(scopes.imap);
		expect(await imapAnswer(token)).toContain('a NO');
	});

	test('submission wants TLS, then takes a token and delivers into the mailbox', async () => {
		const clear = await dial(rig.postfix.ports.submission, 'clear');
		await clear.until(/^220 /);
		expect(await clear.ask('EHLO test', /^250 /)).not.toContain('AUTH');
		await clear.ask(`MAIL FROM:<${rig.mailbox}>`, /^530 5\.7\.0/);

		const sender = await smtp();
		await sender.ask(`AUTH XOAUTH2 ${xoauth2(tokens.access_token)}`, /^235 /);
		await sender.ask(`MAIL FROM:<${rig.mailbox}>`, /^250 /);
		await sender.ask(`RCPT TO:<${rig.stranger}>`, /^250 /);
		await sender.ask('DATA', /^354 /);
		await sender.ask('Subject: by hand\r\nMessage-ID: <1@example.test>\r\n\r\nx\r\n.', /^250 /);

		const reader = await signIn(rig, scopes.imap, rig.stranger);
		const imap = await dial(rig.dovecot.ports.imaps, 'tls');
		await imap.until(/^\* OK/);
		const response = xoauth2(reader.access_token, rig.stranger);
		await imap.ask(`a AUTHENTICATE XOAUTH2 ${response}`, /^a OK/);
		const selected = await imap.ask('b SELECT INBOX', /^b /);
		if (!selected.includes('* 1 EXISTS')) {
			await imap.ask('c IDLE', /^\+ /);
			await imap.until(/^\* 1 EXISTS/);
			await imap.ask('DONE', /^c /);
		}
		const fetched = await imap.ask('d FETCH 1 BODY.PEEK[HEADER]', /^d OK/);
		expect(fetched).toContain('Subject: by hand');
	});

	test('a sender who is somebody else is refused, and so is a bad token', async () => {
		const sender = await smtp();
		await sender.ask(`AUTH XOAUTH2 ${xoauth2('y'.repeat(1600))}`, /^334 /);
		await sender.ask('', /^535 5\.7\.8/);
		await sender.ask(`AUTH XOAUTH2 ${xoauth2(tokens.access_token)}`, /^235 /);
		await sender.ask(`MAIL FROM:<${rig.stranger}>`, /^250 /);
		await sender.ask(`RCPT TO:<${rig.mailbox}>`, /^553 5\.7\.1/);
	});

	test('smtps speaks TLS at once', async () => {
		const sender = await dial(rig.postfix.ports.smtps, 'tls');
		await sender.until(/^220 /);
		expect(await sender.ask('EHLO test', /^250 /)).toMatch(/250[- ]AUTH .*XOAUTH2/);
		await sender.ask(`AUTH XOAUTH2 ${xoauth2(tokens.access_token)}`, /^235 /);
	});

	test('mail over LMTP reaches the mailbox', async () => {
		const lmtp = await openDialogue({path: rig.lmtpSocket});
		open.push(lmtp);
		await lmtp.until(/^220 /);
		await lmtp.ask('LHLO test', /^250 /);
		await lmtp.ask('MAIL FROM:<>', /^250 /);
		await lmtp.ask(`RCPT TO:<${rig.mailbox}>`, /^250 /);
		await lmtp.ask('DATA', /^354 /);
		await lmtp.ask('Subject: over LMTP\r\n\r\nx\r\n.', /^250 .*Saved/);
	});

	test('a rig that is stopped leaves no server and no file, and can be stopped again', async () => {
		const other = await startRig();
		await other.stop();
		await other.stop();
		expect(existsSync(other.directory)).toBe(false);
		const ports = [
			other.dovecot.ports.imaps,
			other.postfix.ports.smtps,
			Number(new URL(other.authorization.issuer).port),
		];
		for (const port of ports) {
			await expect(dial(port, 'clear')).rejects.toThrow('ECONNREFUSED');
		}
	});
});

function payloadOf(jwt: string | undefined): unknown {
	return JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString());
}
