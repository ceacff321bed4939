import {expect, test} from 'vitest';
import {createOAuth} from '../../source/oauth/oauth.js';
import {call, startServer} from './helpers.js';

const oauth = createOAuth();

test('the metadata document gives issuer and token endpoint', async () => {
	const {client, url, seen} = await startServer({
		body: {issuer: 'https://a\u001B[1m.example', token_endpoint: 'https://a.example/token'},
	});
	expect(await oauth.fetchMetadata(`${url}/meta`, client.network, call())).toEqual({
		ok: true,
		value: {issuer: 'https://a.example', tokenEndpoint: 'https://a.example/token'},
	});
	expect(seen[0]).toMatchObject({method: 'GET', url: '/meta'});
});

test('a tenant that does not exist is the answer of the server', async () => {
	const {client, url} = await startServer({
		status: 400,
		body: {error: 'invalid_tenant', error_description: "AADSTS90002: Tenant 'x' not found."},
	});
	expect(await oauth.fetchMetadata(url, client.network, call())).toMatchObject({
		ok: false,
		failure: {stage: 'discovery', oauth: {error: 'invalid_tenant', errorCodes: [90002]}},
	});
});

test('a page instead of metadata is told', async () => {
	const {client, url} = await startServer({status: 404, type: 'text/html', body: '<html>'});
	expect(await oauth.fetchMetadata(url, client.network, call())).toMatchObject({
		failure: {stage: 'discovery', oauth: {httpStatus: 404, contentType: 'text/html'}},
	});
});

test('client credentials that give a token prove the client', async () => {
	const {client, seen} = await startServer({body: {access_token: 'a', token_type: 'Bearer'}});
	const how = {type: 'client-credentials', scope: 'https://mail/.default'} as const;
	expect(await oauth.probeClient(client, how, call())).toEqual({ok: true, value: undefined});
	expect(Object.fromEntries(seen[0]?.form ?? [])).toEqual({
		client_id: 'mail-host',
		client_secret: "s~e=c%r+e't &/",
		grant_type: 'client_credentials',
		scope: 'https://mail/.default',
	});
});

test('a probe without a code tells what the server says of the client', async () => {
	const {client, seen} = await startServer({
		status: 401,
		body: {error: 'invalid_client', error_description: "No client with s~e=c%r+e't &/"},
	});
	const how = {type: 'authorization-code', redirectUri: 'http://localhost:8765/callback'} as const;
	expect(await oauth.probeClient(client, how, call())).toMatchObject({
		ok: false,
		failure: {
			stage: 'token',
			message: 'No client with …',
			oauth: {error: 'invalid_client', httpStatus: 401},
		},
	});
	expect(seen[0]?.form.get('grant_type')).toBe('authorization_code');
	expect(seen[0]?.form.get('redirect_uri')).toBe('http://localhost:8765/callback');
});
