import {expect, test} from 'vitest';
import type {PracticeServers} from '../../source/practice/start-practice.js';
import {ask, type Dialect, practiceServers, urlsOf} from './client.js';

const user = 'evmail@practice.example';
const scope = 'https://outlook.office.com/SMTP.Send offline_access';

const start = (servers: PracticeServers, dialect: Dialect = 'microsoft', asked = scope) =>
	ask(servers.ca, urlsOf(servers, dialect).device, {
		client_id: servers.identity.clientId,
		scope: asked,
	});

const poll = (
	servers: PracticeServers,
	deviceCode: unknown,
	options: {readonly dialect?: Dialect; readonly secret?: string} = {},
) =>
	ask(servers.ca, urlsOf(servers, options.dialect ?? 'microsoft').token, {
		grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
		client_id: servers.identity.clientId,
		device_code: String(deviceCode),
		...(options.secret === undefined ? {} : {client_secret: options.secret}),
	});

test('a device is pending until the code is typed, and then gets its tokens once', async () => {
	let now = Date.now();
	const servers = await practiceServers({now: () => now});
	const {json} = await start(servers);
	expect(json.interval).toBe(5);
	expect((await poll(servers, json.device_code)).json.error).toBe('authorization_pending');
	now += 5000;
	await servers.practice.playDevice(String(json.user_code).toLowerCase(), user);
	const {status, json: tokens} = await poll(servers, json.device_code);
	expect(status).toBe(200);
	expect(tokens.refresh_token).toBeTypeOf('string');
	expect((await poll(servers, json.device_code)).json.error).toBe('invalid_grant');
});

test('who polls too fast is told to slow down', async () => {
	let now = Date.now();
	const servers = await practiceServers({now: () => now});
	const {json} = await start(servers);
	await poll(servers, json.device_code);
	now += 1000;
	expect((await poll(servers, json.device_code)).json.error).toBe('slow_down');
	now += 5000;
	expect((await poll(servers, json.device_code)).json.error).toBe('authorization_pending');
});

test('a device code ends after fifteen minutes, and its user code with it', async () => {
	let now = Date.now();
	const servers = await practiceServers({now: () => now});
	const {json} = await start(servers);
	now += 901_000;
	expect((await poll(servers, json.device_code)).json.error).toBe('expired_token');
	await expect(servers.practice.playDevice(String(json.user_code), user)).rejects.toThrow(
		'does not know that code',
	);
});

test('the user can decline', async () => {
	const servers = await practiceServers();
	const {json} = await start(servers, 'plain', 'mail.smtp');
	const page = new URL(String(json.verification_uri_complete));
	await ask(servers.ca, page.href, {
		user_code: String(json.user_code),
		account: user,
		action: 'cancel',
	});
	const {clientSecret} = servers.identity;
	const answer = await poll(servers, json.device_code, {dialect: 'plain', secret: clientSecret});
	expect(answer.json.error).toBe('access_denied');
});

test('Microsoft takes no secret in the device flow, nor with a refresh after it', async () => {
	const servers = await practiceServers();
	const {json} = await start(servers);
	const {clientId, clientSecret: secret} = servers.identity;
	expect((await poll(servers, json.device_code, {secret})).json.error_codes).toEqual([700_025]);
	await servers.practice.playDevice(String(json.user_code), user);
	const {json: tokens} = await poll(servers, json.device_code);
	const fields = {
		grant_type: 'refresh_token',
		refresh_token: String(tokens.refresh_token),
		client_id: clientId,
	};
	const {token} = servers.endpoints.microsoft;
	const refused = await ask(servers.ca, token, {...fields, client_secret: secret});
	expect(refused.json.error_codes).toEqual([700_025]);
	expect((await ask(servers.ca, token, fields)).status).toBe(200);
});

test('Google refuses the mail scope to devices', async () => {
	const servers = await practiceServers();
	const {status, json} = await start(servers, 'google', 'https://mail.google.com/');
	expect(status).toBe(400);
	expect(json).toEqual({
		error: 'invalid_scope',
		error_description: 'Invalid device flow scope: https://mail.google.com/',
	});
});

test('a code that nobody was given is an error to act on', async () => {
	const servers = await practiceServers();
	await expect(servers.practice.playDevice('NONE-SUCH', user)).rejects.toMatchObject({
		name: 'UserError',
		nextSteps: [expect.stringContaining('Type the code')],
	});
});
