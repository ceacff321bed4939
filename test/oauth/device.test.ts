import {expect, test} from 'vitest';
import {createOAuth} from '../../source/oauth/oauth.js';
import type {DeviceCode} from '../../source/oauth-port.js';
import {call, freePort, startServer} from './helpers.js';

/** A clock that only waiting moves. */
function clock() {
	let time = 1_800_000_000_000;
	const waits: number[] = [];
	const oauth = createOAuth({
		now: () => time,
		pause: async (ms, signal) => {
			signal.throwIfAborted();
			waits.push(ms);
			time += ms;
		},
	});
	const device: DeviceCode = {
		deviceCode: 'device-code-secret',
		userCode: 'ABCD-EFGH',
		verificationUri: 'https://example.com/device',
		expiresAt: time + 900_000,
		intervalMs: 5000,
	};
	return {oauth, waits, device, start: time};
}

const pending = {status: 400, body: {error: 'authorization_pending'}};
const slowDown = {status: 403, body: {error: 'slow_down'}};
const answer = {
	body: {token_type: 'bearer', access_token: 'a', refresh_token: 'r', expires_in: 60},
};
const codes = {
	device_code: 'device-code-secret',
	user_code: 'ABCD-EFGH',
	verification_uri: 'https://example.com/device',
	expires_in: 900,
	interval: 7,
};

test('a device code is asked for with client and scope', async () => {
	const {oauth, start} = clock();
	const {client, seen} = await startServer({body: codes});
	const bare = {...client, clientSecret: undefined};
	expect(await oauth.requestDeviceCode(bare, call())).toEqual({
		ok: true,
		value: {
			deviceCode: 'device-code-secret',
			userCode: 'ABCD-EFGH',
			verificationUri: 'https://example.com/device',
			verificationUriComplete: undefined,
			expiresAt: start + 900_000,
			intervalMs: 7000,
		},
	});
	expect(seen[0]?.url).toBe('/device');
	expect(Object.fromEntries(seen[0]?.form ?? [])).toEqual({
		client_id: 'mail-host',
		scope: 'mail offline_access',
	});
});

test('what is shown of a device code is cleaned, and interval and end are kept sane', async () => {
	const {oauth, start} = clock();
	const {client} = await startServer({
		body: {...codes, user_code: 'AB\u001B[2JCD', interval: -1, expires_in: 1e12},
	});
	expect(await oauth.requestDeviceCode(client, call())).toMatchObject({
		value: {userCode: 'ABCD', intervalMs: 5000, expiresAt: start + 3_600_000},
	});
});

test.each([
	['no code', {device_code: undefined}],
	['no user code', {user_code: 7}],
	['an address that is none of the web', {verification_uri: 'javascript:alert(1)'}],
])('a device answer with %s is a failure', async (_, change) => {
	const {oauth} = clock();
	const {client} = await startServer({body: {...codes, ...change}});
	expect(await oauth.requestDeviceCode(client, call())).toMatchObject({
		ok: false,
		failure: {stage: 'token', message: expect.stringContaining('no device code')},
	});
});

test('a refused device request is the failure of the server', async () => {
	const {oauth} = clock();
	const {client} = await startServer({
		status: 400,
		body: {error: 'invalid_scope', error_description: 'Invalid device flow scope: mail'},
	});
	expect(await oauth.requestDeviceCode(client, call())).toMatchObject({
		failure: {oauth: {error: 'invalid_scope', httpStatus: 400}},
	});
});

test('polling waits as told, five seconds more at each slow_down, until there are tokens', async () => {
	const {oauth, waits, device} = clock();
	const {client, seen} = await startServer(pending, slowDown, pending, slowDown, answer);
	expect(await oauth.pollDevice(client, device, call())).toMatchObject({
		ok: true,
		value: {
			accessToken: 'a',
			refreshToken: 'r',
			flow: 'device',
			scopes: ['mail', 'offline_access'],
		},
	});
	expect(waits).toEqual([5000, 5000, 10_000, 10_000, 15_000]);
	expect(seen[0]?.form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:device_code');
	expect(seen[0]?.form.get('device_code')).toBe('device-code-secret');
});

test.each(['access_denied', 'authorization_declined', 'expired_token', 'invalid_client'])(
	'%s ends the polling',
	async error => {
		const {oauth, device} = clock();
		const {client, seen} = await startServer(pending, {status: 400, body: {error}});
		expect(await oauth.pollDevice(client, device, call())).toMatchObject({
			ok: false,
			failure: {stage: 'token', oauth: {error}},
		});
		expect(seen).toHaveLength(2);
	},
);

test('broken connections and busy servers are asked again, later each time', async () => {
	const {oauth, waits, device} = clock();
	const {client} = await startServer(
		response => response.destroy(),
		{status: 503, type: 'text/html', body: 'busy'},
		pending,
		answer,
	);
	expect((await oauth.pollDevice(client, device, call())).ok).toBe(true);
	expect(waits).toEqual([5000, 10_000, 20_000, 5000]);
});

test('the end of the code ends the polling', async () => {
	const {oauth, waits, device} = clock();
	const {client} = await startServer(pending);
	expect(await oauth.pollDevice(client, device, call())).toMatchObject({
		failure: {oauth: {error: 'expired_token'}},
	});
	expect(waits.length).toBe(179);
});

test('a server that stays away is the failure at the end', async () => {
	const {oauth, device} = clock();
	const {client} = await startServer();
	const tokenUrl = `http://127.0.0.1:${await freePort()}/token`;
	expect(await oauth.pollDevice({...client, tokenUrl}, device, call())).toMatchObject({
		failure: {stage: 'network', code: 'ECONNREFUSED'},
	});
});

test('an abort ends the wait at once', async () => {
	const controller = new AbortController();
	const {device} = clock();
	const {client, seen} = await startServer(pending);
	const polling = createOAuth().pollDevice(
		client,
		{...device, expiresAt: Date.now() + 900_000},
		call(controller.signal),
	);
	controller.abort('left');
	await expect(polling).rejects.toBe('left');
	expect(seen).toEqual([]);
});
