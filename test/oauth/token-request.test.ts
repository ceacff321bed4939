import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {createOAuth} from '../../source/oauth/oauth.js';
import type {OAuth, Tokens} from '../../source/oauth-port.js';
import {call, freePort, type Reply, startServer} from './helpers.js';

const now = 1_800_000_000_000;
const oauth: OAuth = createOAuth({now: () => now});
const redirectUri = 'http://localhost:8765/callback';
const pending = oauth.begin(redirectUri, 'fits', now);
const code = '0.AXoA+/=secret code'.replace(' ', '!');
const answer = {
	token_type: 'Bearer',
	access_token: 'access-1',
	refresh_token: 'refresh-1',
	id_token: 'id-1',
	expires_in: 3599,
	scope: 'mail',
};
const old: Tokens = {
	accessToken: 'access-0',
	refreshToken: 'refresh-0-secret',
	obtainedAt: 0,
	expiresAt: 1,
	scopes: ['mail'],
	flow: 'device',
};

async function exchange(reply: Reply, signal?: AbortSignal) {
	const server = await startServer(reply);
	const outcome = await oauth.exchangeCode(server.client, code, pending, call(signal));
	return {...server, outcome};
}

async function failureOf(reply: Reply) {
	const {outcome} = await exchange(reply);
	if (outcome.ok) throw new Error('it succeeded');
	return outcome.failure;
}

test('state and verifier have 256 bits and are new each time', () => {
	const other = oauth.begin(redirectUri, 'fits', now);
	for (const text of [pending.state, pending.codeVerifier]) expect(text).toMatch(/^[\w-]{43}$/);
	expect(new Set([pending.state, pending.codeVerifier, other.state, other.codeVerifier]).size).toBe(
		4,
	);
});

test('the authorization URL has all parameters and keeps its own query', async () => {
	const {client} = await startServer();
	const url = new URL(oauth.authorizationUrl(client, pending, 'evmail@example.com'));
	expect(Object.fromEntries(url.searchParams)).toEqual({
		kept: '1',
		response_type: 'code',
		client_id: 'mail-host',
		redirect_uri: redirectUri,
		scope: 'mail offline_access',
		state: pending.state,
		prompt: 'select_account',
		login_hint: 'evmail@example.com',
		code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
		code_challenge_method: 'S256',
	});
	expect(url.href).not.toContain(pending.codeVerifier);
});

test('a code becomes tokens, with verifier and secret in the body as they are', async () => {
	const {outcome, seen, connections} = await exchange({body: answer});
	expect(outcome).toEqual({
		ok: true,
		value: {
			accessToken: 'access-1',
			refreshToken: 'refresh-1',
			idToken: 'id-1',
			obtainedAt: now,
			expiresAt: now + 3_599_000,
			scopes: ['mail'],
			flow: 'browser',
		},
	});
	expect(seen[0]?.headers.authorization).toBeUndefined();
	expect(Object.fromEntries(seen[0]?.form ?? [])).toEqual({
		grant_type: 'authorization_code',
		code,
		redirect_uri: redirectUri,
		code_verifier: pending.codeVerifier,
		client_id: 'mail-host',
		client_secret: "s~e=c%r+e't &/",
	});
	// It may serve again for a second.
	await expect.poll(connections, {timeout: 5000}).toBe(0);
});

test('a client without a secret sends none, not even an empty one', async () => {
	const {client, seen} = await startServer({body: answer});
	const outcome = await oauth.exchangeCode(
		{...client, clientSecret: undefined},
		code,
		pending,
		call(),
	);
	expect(outcome.ok).toBe(true);
	expect(seen[0]?.form.has('client_secret')).toBe(false);
	expect(seen[0]?.form.getAll('client_id')).toEqual(['mail-host']);
});

test('refresh keeps the old refresh token when none is returned', async () => {
	const {client, seen} = await startServer({
		body: {...answer, refresh_token: undefined, scope: undefined},
	});
	const outcome = await oauth.refresh(client, old, call());
	expect(outcome).toMatchObject({
		ok: true,
		value: {
			accessToken: 'access-1',
			refreshToken: 'refresh-0-secret',
			scopes: ['mail'],
			flow: 'device',
		},
	});
	expect(Object.fromEntries(seen[0]?.form ?? [])).toEqual({
		grant_type: 'refresh_token',
		refresh_token: 'refresh-0-secret',
		client_id: 'mail-host',
		client_secret: "s~e=c%r+e't &/",
	});
});

test('refresh takes the new refresh token where there is one', async () => {
	const {client} = await startServer({body: answer});
	expect(await oauth.refresh(client, old, call())).toMatchObject({
		value: {refreshToken: 'refresh-1'},
	});
});

test('without a refresh token nothing is asked', async () => {
	const {client, seen} = await startServer({body: answer});
	const outcome = await oauth.refresh(client, {...old, refreshToken: undefined}, call());
	expect(outcome).toMatchObject({ok: false, failure: {stage: 'refresh'}});
	expect(seen).toEqual([]);
});

test("Microsoft's refusal is taken apart", async () => {
	const failure = await failureOf({
		status: 401,
		body: {
			error: 'invalid_client',
			error_description: 'AADSTS7000215: Invalid client secret provided.',
			error_codes: [7000215],
		},
	});
	expect(failure).toMatchObject({
		stage: 'token',
		message: 'AADSTS7000215: Invalid client secret provided.',
		oauth: {error: 'invalid_client', errorCodes: [7000215], httpStatus: 401},
	});
});

test('numbers come out of the words, and the subtype of Google is kept', async () => {
	const {client} = await startServer({
		status: 400,
		body: {
			error: 'invalid_grant',
			error_description: 'AADSTS70000: x',
			error_subtype: 'invalid_rapt',
		},
	});
	expect(await oauth.refresh(client, old, call())).toMatchObject({
		failure: {stage: 'refresh', oauth: {errorCodes: [70000], subtype: 'invalid_rapt'}},
	});
});

test('a server that repeats what it was sent gives nothing away', async () => {
	const failure = await failureOf({
		status: 400,
		body: {
			error: 'invalid_grant',
			error_description: `code ${code}, ${encodeURIComponent(code)}, verifier ${pending.codeVerifier}, secret s~e=c%r+e't &/`,
		},
	});
	expect(failure.message).toBe('code …, …, verifier …, secret …');
});

test.each([200, 403, 502])('HTML instead of JSON is told, with HTTP %i', async status => {
	const failure = await failureOf({status, type: 'text/html', body: '<!DOCTYPE html><p>no'});
	expect(failure).toMatchObject({
		stage: 'token',
		oauth: {httpStatus: status, contentType: 'text/html'},
	});
});

test.each([
	['null', 'null'],
	['a text', '"access-secret"'],
	['a number', '7'],
	['a list', '[]'],
	['broken', '{"access_token":"access-secret",'],
	['empty', ''],
	['a prototype', '{"__proto__":{"access_token":"access-secret"}}'],
])('JSON that is %s is a failure without a word of it', async (_, body) => {
	const failure = await failureOf({body});
	expect(failure.stage).toBe('token');
	expect(JSON.stringify(failure)).not.toContain('secret');
});

test.each([
	['no access token', {access_token: undefined}],
	['an empty one', {access_token: ''}],
	['one that is no text', {access_token: {a: 1}}],
	['one with line breaks', {access_token: 'a\r\nb'}],
	['another type', {token_type: 'mac'}],
	['an error beside it', {error: 'server_error'}],
])('an answer with %s is a failure', async (_, change) => {
	const failure = await failureOf({body: {...answer, ...change}});
	expect(failure).toMatchObject({stage: 'token', oauth: {httpStatus: 200}});
});

const jwt = `e30.${Buffer.from(JSON.stringify({exp: now / 1000 + 600})).toString('base64url')}.s`;

test.each([
	[3600, 'access', 3600],
	['1800', 'access', 1800],
	[undefined, 'access', 3600],
	[0, 'access', 3600],
	[-5, 'access', 3600],
	['soon', 'access', 3600],
	[1e300, 'access', 366 * 86_400],
	[undefined, jwt, 600],
])('expires_in %s of %.6s lasts %i seconds', async (expires_in, access_token, seconds) => {
	const {outcome} = await exchange({body: {...answer, expires_in, access_token}});
	expect(outcome.ok && outcome.value.expiresAt - now).toBe(seconds * 1000);
});

test('scopes are those asked for where the answer lists none', async () => {
	const {outcome} = await exchange({body: {...answer, scope: undefined}});
	expect(outcome.ok && outcome.value.scopes).toEqual(['mail', 'offline_access']);
});

test('a huge answer is not read to its end', async () => {
	const failure = await failureOf({body: {...answer, junk: 'x'.repeat(1_000_000)}});
	expect(failure).toMatchObject({stage: 'network', message: expect.stringContaining('200 kB')});
});

test('a dead server gives the code of the system', async () => {
	const {client} = await startServer();
	const tokenUrl = `http://127.0.0.1:${await freePort()}/token`;
	expect(await oauth.exchangeCode({...client, tokenUrl}, code, pending, call())).toMatchObject({
		ok: false,
		failure: {stage: 'network', code: 'ECONNREFUSED'},
	});
});

test('a server that never answers runs into the deadline and keeps no socket', async () => {
	const {client, connections} = await startServer(() => {});
	const outcome = await oauth.refresh(client, old, call(undefined, 100));
	expect(outcome).toMatchObject({failure: {stage: 'network', code: 'ETIMEDOUT'}});
	await expect.poll(connections).toBe(0);
});

test('a body that never ends runs into the deadline', async () => {
	const {client} = await startServer(response => {
		response.writeHead(200, {'content-type': 'application/json'});
		response.write('{"access_token":');
	});
	expect(await oauth.refresh(client, old, call(undefined, 100))).toMatchObject({
		failure: {code: 'ETIMEDOUT'},
	});
});

test('a connection that ends in the middle is told', async () => {
	const {client} = await startServer(response => {
		response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'});
		response.write('{"access_token":', () => response.destroy());
	});
	expect(await oauth.refresh(client, old, call())).toMatchObject({
		failure: {stage: 'network', code: 'ECONNRESET'},
	});
});

test('an abort rejects with its reason and ends the connection', async () => {
	const controller = new AbortController();
	const {client, connections} = await startServer(() => controller.abort('left'));
	await expect(oauth.refresh(client, old, call(controller.signal))).rejects.toBe('left');
	await expect.poll(connections).toBe(0);
});

test('secrets are not sent in the clear, nor repeated when they can not be sent', async () => {
	const {client} = await startServer();
	const plain = {...client, tokenUrl: 'http://login.example.com/token'};
	expect(await oauth.refresh(plain, old, call())).toMatchObject({
		failure: {message: expect.stringContaining('https://')},
	});
	const strange = await oauth.refresh({...client, clientSecret: 'sécret-1'}, old, call());
	expect(strange.ok).toBe(false);
	expect(JSON.stringify(strange)).not.toContain('sécret');
});
