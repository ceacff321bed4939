import {expect, onTestFinished, test} from 'vitest';
import type {ProviderId} from '../../source/grant.js';
import {createOAuth} from '../../source/oauth/oauth.js';
import type {OAuthClient} from '../../source/oauth-port.js';
import {parseRedirected} from '../../source/paste/redirected.js';
import {startPractice} from '../../source/practice/start-practice.js';
import {settingsOf} from '../../source/providers/settings.js';
import {call, freePort} from './helpers.js';

async function world(provider: ProviderId, isSecretSent = true) {
	const practice = await startPractice();
	onTestFinished(() => practice.close());
	const {tenant, clientId, clientSecret} = practice.practice.identity(provider);
	const {mailbox} = practice.practice;
	const settings = settingsOf(
		{
			name: mailbox,
			provider,
			mailbox,
			incoming: 'imap',
			outgoing: 'smtp',
			callbackPort: await freePort(),
			flow: 'browser',
			tenant,
			clientId,
		},
		practice.providers,
	);
	const {authorizeUrl = '', tokenUrl = '', deviceUrl, metadataUrl = ''} = settings;
	const {scope, network, redirectUri} = settings;
	const {authorizeParameters} = practice.providers[provider];
	const client: OAuthClient = {
		authorizeUrl,
		tokenUrl,
		deviceUrl,
		clientId,
		clientSecret: isSecretSent ? clientSecret : undefined,
		scope,
		authorizeParameters,
		network,
	};
	return {oauth: createOAuth(), client, redirectUri, metadataUrl, mailbox, ...practice};
}

test.each(['microsoft', 'google'] as const)(
	'a browser signs in over TLS at %s, and the tokens are refreshed',
	async provider => {
		const {oauth, client, redirectUri, mailbox, practice} = await world(provider);
		const pending = oauth.begin(redirectUri, 'fits', Date.now());
		const {signal} = new AbortController();
		const listening = await oauth.listen({redirectUri, state: pending.state, signal});
		if (!listening.ok) throw new Error(listening.failure.message);
		onTestFinished(listening.value.close);
		const url = oauth.authorizationUrl(client, pending, mailbox);
		const browser = practice.playBrowser(url, mailbox);
		const redirected = await listening.value.redirected;
		if (!('code' in redirected)) throw new Error(redirected.error);
		const tokens = await oauth.exchangeCode(client, redirected.code, pending, call());
		await listening.value.answer({ok: tokens.ok, message: 'Done.'});
		const address = await browser;
		expect(parseRedirected(address, pending)).toEqual({
			type: 'code',
			code: redirected.code,
			isStateKnown: true,
		});
		if (!tokens.ok) throw new Error(tokens.failure.message);
		expect(tokens.value.refreshToken).toBeTruthy();
		const refreshed = await oauth.refresh(client, tokens.value, call());
		if (!refreshed.ok) throw new Error(refreshed.failure.message);
		expect(refreshed.value.accessToken).not.toBe(tokens.value.accessToken);
		expect(refreshed.value.refreshToken).toBeTruthy();
		const again = await oauth.exchangeCode(client, redirected.code, pending, call());
		expect(again).toMatchObject({ok: false, failure: {oauth: {error: 'invalid_grant'}}});
	},
);

test('a device signs in', async () => {
	const {client, mailbox, practice} = await world('microsoft', false);
	const oauth = createOAuth({pause: async () => {}});
	const device = await oauth.requestDeviceCode(client, call());
	if (!device.ok) throw new Error(device.failure.message);
	await practice.playDevice(device.value.userCode, mailbox);
	const tokens = await oauth.pollDevice(client, device.value, call());
	expect(tokens).toMatchObject({ok: true, value: {flow: 'device'}});
});

test('client and tenant are verified without a user', async () => {
	const {oauth, client, metadataUrl} = await world('microsoft');
	const how = {
		type: 'client-credentials',
		scope: 'https://outlook.office365.com/.default',
	} as const;
	expect((await oauth.fetchMetadata(metadataUrl, client.network, call())).ok).toBe(true);
	expect(await oauth.probeClient({...client, clientSecret: 'wrong'}, how, call())).toMatchObject({
		ok: false,
		failure: {oauth: {error: 'invalid_client', errorCodes: [7_000_215]}},
	});
});

test('a server whose authority is not trusted gives the code of TLS', async () => {
	const {oauth, client, redirectUri} = await world('microsoft');
	const pending = oauth.begin(redirectUri, 'fits', 0);
	const untrusting = {...client, network: {proxy: 'none'}};
	expect(await oauth.exchangeCode(untrusting, 'code', pending, call())).toMatchObject({
		ok: false,
		failure: {
			stage: expect.stringMatching(/^(?:tls|network)$/),
			code: expect.stringMatching(/CERT|SIGNATURE|ISSUER/),
		},
	});
});
