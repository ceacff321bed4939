import {expect, test} from 'vitest';
import type {PracticeServers} from '../../source/practice/start-practice.js';
import {ask, type Dialect, obtainCode, practiceServers, redeem, signIn, urlsOf} from './client.js';

const dialects: readonly Dialect[] = ['microsoft', 'google', 'plain'];

const refresh = (
	servers: PracticeServers,
	dialect: Dialect,
	refreshToken: string,
	fields: Readonly<Record<string, string>> = {},
) =>
	ask(servers.ca, urlsOf(servers, dialect).token, {
		grant_type: 'refresh_token',
		refresh_token: refreshToken,
		client_id: servers.identity.clientId,
		client_secret: servers.identity.clientSecret,
		...fields,
	});

const claimsOf = (token: unknown) =>
	JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

test.each(dialects)('a %s code of 800 characters is good for one exchange', async dialect => {
	const servers = await practiceServers();
	const got = await obtainCode(servers, {dialect});
	expect(got.code).toHaveLength(800);
	expect(got.last.searchParams.get('state')).toBe(got.state);
	const first = await redeem(servers, got);
	expect(first.status).toBe(200);
	expect(first.json).toMatchObject({token_type: 'Bearer'});
	expect(first.headers['cache-control']).toBe('no-store');
	const second = await redeem(servers, got);
	expect(second.status).toBe(400);
	expect(second.json.error).toBe('invalid_grant');
});

test('the second use of a code ends the refresh token of the first', async () => {
	const servers = await practiceServers();
	const got = await obtainCode(servers);
	const {json} = await redeem(servers, got);
	await redeem(servers, got);
	const again = await refresh(servers, 'microsoft', String(json.refresh_token));
	expect(again.json.error).toBe('invalid_grant');
});

test.each(dialects)('a %s code needs its verifier and its redirect URI', async dialect => {
	const servers = await practiceServers();
	const got = await obtainCode(servers, {dialect});
	expect((await redeem(servers, got, {code_verifier: 'x'.repeat(43)})).status).toBe(400);
	const elsewhere = {redirect_uri: 'http://localhost:8/callback'};
	expect((await redeem(servers, got, elsewhere)).status).toBe(400);
	expect((await redeem(servers, got)).status).toBe(200);
});

test('a code ends after ten minutes', async () => {
	let now = Date.now();
	const servers = await practiceServers({now: () => now});
	const got = await obtainCode(servers, {dialect: 'plain'});
	now += 601_000;
	expect((await redeem(servers, got)).json.error).toBe('invalid_grant');
});

test('a code is of no use to another client or dialect', async () => {
	const servers = await practiceServers();
	const got = await obtainCode(servers, {dialect: 'google'});
	const {clientId, clientSecret} = servers.practice.identity('google');
	const other = {client_id: clientId, client_secret: clientSecret};
	expect((await redeem(servers, got, other)).json.error).toBe('invalid_grant');
	expect((await redeem(servers, {...got, dialect: 'plain'})).json.error).toBe('invalid_grant');
});

test.each([
	['no challenge', {code_challenge: ''}],
	['a plain challenge', {code_challenge_method: 'plain'}],
	['another response type', {response_type: 'token'}],
	['an unknown scope', {scope: 'https://outlook.office.com/Everything'}],
])('%s is refused back to the redirect URI, with the state', async (_, parameters) => {
	const servers = await practiceServers();
	const {last, state} = await obtainCode(servers, {parameters});
	expect(last.origin).toBe('http://localhost:9');
	expect(last.searchParams.get('error')).toMatch(/^(invalid|unsupported)_/);
	expect(last.searchParams.get('state')).toBe(state);
	expect(last.searchParams.has('code')).toBe(false);
});

test.each([
	['http://127.0.0.1:9/callback'],
	['http://localhost:9/callback/'],
	['http://localhost:9/callback?x=1'],
	['http://localhost:9/Callback'],
	['https://evil.example/callback'],
	['http://track.example.com/evj/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility'],
	['https://track.example.com/evj/OAuth2?p_action=getTokenReturn'],
	['javascript:alert(1)//http://localhost:9/callback'],
])('nothing is sent to %s, which is not registered', async redirectUri => {
	const servers = await practiceServers();
	const {last} = await obtainCode(servers, {parameters: {redirect_uri: redirectUri}});
	expect(last.href).toContain(servers.endpoints.microsoft.authorize);
	const page = await ask(servers.ca, last.href);
	expect(page.status).toBe(400);
	expect(page.text).toContain('AADSTS50011');
	expect(page.headers.location).toBeUndefined();
});

test("ExtraView's own address is registered", async () => {
	const servers = await practiceServers();
	const address =
		'https://track.example.com/evj/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility';
	const {last} = await obtainCode(servers, {parameters: {redirect_uri: address}});
	expect(last.href).toContain(`${address}&code=`);
});

test('what a page shows is never taken for HTML', async () => {
	const servers = await practiceServers();
	const parameters = {client_id: '<script>alert(1)</script>"\''};
	const {last} = await obtainCode(servers, {parameters});
	const {text} = await ask(servers.ca, last.href);
	expect(text).not.toContain('<script');
	expect(text).toContain('&lt;script&gt;');
});

test('the login hint is chosen beforehand', async () => {
	const servers = await practiceServers();
	const {last} = await obtainCode(servers, {parameters: {client_id: 'nobody'}});
	last.searchParams.set('client_id', servers.identity.clientId);
	last.searchParams.set('login_hint', 'ADA@practice.example');
	const {text} = await ask(servers.ca, last.href);
	expect(text).toMatch(/value="ada@practice\.example" checked/);
	expect(text.match(/ checked/g)).toHaveLength(1);
});

const codeFields = {grant_type: 'authorization_code', code: 'nothing'};

test.each<[Dialect, string, Readonly<Record<string, string>>, number, RegExp]>([
	['microsoft', 'an unknown client', {client_id: 'x'}, 400, /"unauthorized_client".*AADSTS700016:/],
	['microsoft', 'no secret', {}, 401, /AADSTS7000218:.*"error_codes":\[7000218\]/],
	['microsoft', 'a wrong secret', {client_secret: 'x'}, 401, /"invalid_client".*AADSTS7000215:/],
	['google', 'an unknown client', {client_id: 'x'}, 401, /The OAuth client was not found/],
	['google', 'no secret', {}, 400, /client_secret is missing/],
	['google', 'a wrong secret', {client_secret: 'x'}, 401, /The provided client secret is invalid/],
	['plain', 'an unknown client', {client_id: 'x'}, 401, /"invalid_client"/],
	['plain', 'no secret', {}, 401, /"invalid_client"/],
	['plain', 'a wrong secret', {client_secret: 'x'}, 401, /"invalid_client"/],
])('%s says of %s what it is', async (dialect, _, fields, status, text) => {
	const servers = await practiceServers();
	const answer = await ask(servers.ca, urlsOf(servers, dialect).token, {
		client_id: servers.identity.clientId,
		...codeFields,
		...fields,
	});
	expect(answer.status).toBe(status);
	expect(answer.text).toMatch(text);
});

test.each(dialects)('%s knows the client by a code that cannot be good', async dialect => {
	const servers = await practiceServers();
	const {clientId, clientSecret} = servers.identity;
	const answer = await ask(servers.ca, urlsOf(servers, dialect).token, {
		...codeFields,
		client_id: clientId,
		client_secret: clientSecret,
	});
	expect(answer.json.error).toBe('invalid_grant');
});

test.each([
	['encoded', encodeURIComponent],
	['as it is', (text: string) => text],
])('the secret may come in the Basic header, %s', async (_, encode) => {
	const servers = await practiceServers();
	const {clientId, clientSecret} = servers.identity;
	expect(clientSecret).toMatch(/~.*\+\/=%&\./);
	const basic = Buffer.from(`${clientId}:${encode(clientSecret)}`).toString('base64');
	const answer = await ask(servers.ca, servers.endpoints.token, codeFields, {
		Authorization: `Basic ${basic}`,
	});
	expect(answer.json.error).toBe('invalid_grant');
});

test('client credentials prove client and secret at Microsoft', async () => {
	const servers = await practiceServers();
	const {clientId, clientSecret} = servers.identity;
	const fields = {
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		scope: 'https://outlook.office365.com/.default',
	};
	const {token} = servers.endpoints.microsoft;
	const answer = await ask(servers.ca, token, fields);
	expect(answer.status).toBe(200);
	expect(claimsOf(answer.json.access_token)).toMatchObject({
		idtyp: 'app',
		roles: expect.arrayContaining(['IMAP.AccessAsApp']),
	});
	servers.faults.set({oauth: {isSecretExpired: true}});
	expect((await ask(servers.ca, token, fields)).text).toContain('AADSTS7000222');
});

test('a Microsoft access token reads like a real one', async () => {
	const servers = await practiceServers();
	const {accessToken} = await signIn(servers);
	expect(accessToken.length).toBeGreaterThan(1600);
	const claims = claimsOf(accessToken);
	expect(claims).toMatchObject({
		aud: 'https://outlook.office.com',
		scp: 'IMAP.AccessAsUser.All SMTP.Send',
		tid: servers.identity.tenant,
		upn: 'evmail@practice.example',
	});
	expect(claims.exp - claims.iat).toBe(3600);
});

test('the first scope decides the audience, without any error', async () => {
	const servers = await practiceServers();
	const {accessToken} = await signIn(servers, {
		scope: 'IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
	});
	expect(claimsOf(accessToken)).toMatchObject({
		aud: 'https://graph.microsoft.com',
		scp: 'IMAP.AccessAsUser.All',
	});
});

test('two resources spelled out are refused with AADSTS28000', async () => {
	const servers = await practiceServers();
	const scope =
		'https://outlook.office.com/IMAP.AccessAsUser.All https://graph.microsoft.com/Mail.Read';
	const answer = await redeem(servers, await obtainCode(servers, {scope}));
	expect(answer.json.error_codes).toEqual([28_000]);
});

test.each<Dialect>(['microsoft', 'plain'])(
	'%s refresh tokens rotate, and a used one ends them all',
	async dialect => {
		const servers = await practiceServers();
		const first = await signIn(servers, {dialect});
		const second = await refresh(servers, dialect, first.refreshToken);
		expect(second.status).toBe(200);
		expect(second.json.refresh_token).not.toBe(first.refreshToken);
		const reused = await refresh(servers, dialect, first.refreshToken);
		expect(reused.json.error).toBe('invalid_grant');
		const third = await refresh(servers, dialect, String(second.json.refresh_token));
		expect(third.json.error).toBe('invalid_grant');
	},
);

test('within the grace a used refresh token is taken again', async () => {
	let now = Date.now();
	const servers = await practiceServers({
		now: () => now,
		faults: {oauth: {refreshGraceMs: 10_000}},
	});
	const first = await signIn(servers, {dialect: 'plain'});
	expect((await refresh(servers, 'plain', first.refreshToken)).status).toBe(200);
	now += 9999;
	const again = await refresh(servers, 'plain', first.refreshToken);
	expect(again.status).toBe(200);
	now += 1;
	expect((await refresh(servers, 'plain', first.refreshToken)).json.error).toBe('invalid_grant');
	const newest = String(again.json.refresh_token);
	expect((await refresh(servers, 'plain', newest)).json.error).toBe('invalid_grant');
});

test('Google answers a refresh without a new refresh token', async () => {
	const servers = await practiceServers();
	const {accessToken, refreshToken} = await signIn(servers, {dialect: 'google'});
	expect(accessToken).toMatch(/^ya29\./);
	const again = await refresh(servers, 'google', refreshToken);
	expect(again.json).not.toHaveProperty('refresh_token');
	expect((await refresh(servers, 'google', refreshToken)).status).toBe(200);
});

test('Google gives a refresh token only for offline access with consent', async () => {
	const servers = await practiceServers();
	const got = await obtainCode(servers, {dialect: 'google', parameters: {prompt: 'none'}});
	expect((await redeem(servers, got)).json).not.toHaveProperty('refresh_token');
});

test('a refresh can narrow the scope and not widen it', async () => {
	const servers = await practiceServers();
	const {refreshToken} = await signIn(servers);
	const wider = {scope: 'https://outlook.office.com/POP.AccessAsUser.All'};
	const refused = await refresh(servers, 'microsoft', refreshToken, wider);
	expect(refused.json.error_codes).toEqual([70_000]);
	const narrower = {scope: 'https://outlook.office.com/SMTP.Send offline_access'};
	const answer = await refresh(servers, 'microsoft', refreshToken, narrower);
	expect(claimsOf(answer.json.access_token).scp).toBe('SMTP.Send');
	const back = await refresh(servers, 'microsoft', String(answer.json.refresh_token));
	expect(claimsOf(back.json.access_token).scp).toBe('IMAP.AccessAsUser.All SMTP.Send');
});

test.each([
	['practice.example', 200, undefined],
	['organizations', 200, undefined],
	['contoso.example', 400, 'AADSTS90002'],
	['11111111-2222-3333-4444-555555555555', 400, 'AADSTS90002'],
	['Our company', 400, 'AADSTS900023'],
	['%E0%A4%A', 400, 'AADSTS900023'],
])('the tenant %s is answered with %i', async (tenant, status, code) => {
	const servers = await practiceServers();
	const {metadata} = servers.endpoints.microsoft;
	const url = metadata.replace(servers.identity.tenant, encodeURI(tenant).replaceAll('%25', '%'));
	const answer = await ask(servers.ca, url);
	expect(answer.status).toBe(status);
	if (code) expect(answer.json.error_description).toContain(`${code}: `);
});

test.each(dialects)('the metadata of %s name the endpoints that work', async dialect => {
	const servers = await practiceServers();
	const urls = urlsOf(servers, dialect);
	const {json} = await ask(servers.ca, urls.metadata);
	expect(json).toMatchObject({
		authorization_endpoint: urls.authorize,
		token_endpoint: urls.token,
		device_authorization_endpoint: urls.device,
		code_challenge_methods_supported: ['S256'],
	});
});

test('Google tells whose an access token is', async () => {
	const servers = await practiceServers();
	const {accessToken} = await signIn(servers, {dialect: 'google'});
	const url = urlsOf(servers, 'google').token.replace('/token', '/tokeninfo?access_token=');
	expect((await ask(servers.ca, url + accessToken)).json).toMatchObject({
		email: 'evmail@practice.example',
		scope: 'https://mail.google.com/',
	});
	expect((await ask(servers.ca, `${url}ya29.wrong`)).status).toBe(400);
});

test('strange addresses, methods and bodies are refused and end nothing', async () => {
	const servers = await practiceServers();
	const origin = new URL(servers.endpoints.token).origin;
	expect((await ask(servers.ca, `${origin}/constructor`)).status).toBe(404);
	expect((await ask(servers.ca, `${origin}/google/__proto__`)).status).toBe(404);
	expect((await ask(servers.ca, servers.endpoints.token)).status).toBe(405);
	const large = {code: 'x'.repeat(100_000)};
	expect((await ask(servers.ca, servers.endpoints.token, large)).status).toBe(413);
	expect((await ask(servers.ca, servers.endpoints.metadata)).status).toBe(200);
});

test('each request is on record for the assertions of tests', async () => {
	const servers = await practiceServers();
	await signIn(servers);
	const last = servers.requests.oauth.at(-1);
	expect(last?.method).toBe('POST');
	expect(new URLSearchParams(last?.body).get('code_verifier')).toHaveLength(43);
});
