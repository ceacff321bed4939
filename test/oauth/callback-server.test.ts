import {once} from 'node:events';
import {createServer, type IncomingMessage, request as send} from 'node:http';
import {connect} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {createOAuth} from '../../source/oauth/oauth.js';
import {freePort} from './helpers.js';

const oauth = createOAuth();
const state = 'u7Qk2Zs9XyB4nLw1PfR8tVc3Jm6Hd5Ga0Ee-Ii_Oo4S';

async function start() {
	const port = await freePort();
	const controller = new AbortController();
	let requests = 0;
	const listening = await oauth.listen({
		redirectUri: `http://localhost:${port}/callback`,
		state,
		signal: controller.signal,
		onRequest: () => requests++,
	});
	if (!listening.ok) throw new Error(listening.failure.message);
	const server = listening.value;
	onTestFinished(server.close);
	const right = `/callback?code=right%2Bcode&state=${state}`;
	return {port, controller, server, right, requests: () => requests};
}

type Given = {
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly host?: string;
};

async function ask(port: number, path: string, {method, headers, host = '127.0.0.1'}: Given = {}) {
	const outgoing = send({
		host,
		port,
		path,
		method,
		agent: false,
		headers: {
			host: `localhost:${port}`,
			...headers,
		},
	});
	outgoing.end();
	const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
	let body = '';
	for await (const chunk of response) body += String(chunk);
	return {status: response.statusCode, headers: response.headers, body};
}

const isListening = async (port: number, host = '127.0.0.1') => {
	const socket = connect({host, port});
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
};

test('the browser is answered only when the outcome is known, and then the server ends', async () => {
	const {port, server, right} = await start();
	let isAnswered = false;
	const page = ask(port, right).finally(() => {
		isAnswered = true;
	});
	expect(await server.redirected).toEqual({code: 'right+code'});
	expect((await ask(port, '/')).status).toBe(404);
	expect(isAnswered).toBe(false);
	await server.answer({ok: true, message: 'Signed in as <b>"evmail" & Co</b>\u001B[2J'});
	const {status, headers, body} = await page;
	expect(status).toBe(200);
	expect(headers).toMatchObject({
		'cache-control': 'no-store',
		'referrer-policy': 'no-referrer',
		'x-content-type-options': 'nosniff',
		connection: 'close',
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': expect.stringMatching(/^default-src 'none';/),
	});
	expect(headers).not.toHaveProperty('location');
	expect(body).toContain('&lt;b&gt;&quot;evmail&quot; &amp; Co&lt;/b&gt;</p>');
	expect(body).toContain('This tab can be closed.');
	expect(body).not.toContain('right');
	expect(body).not.toContain(state);
	expect(await isListening(port)).toBe(false);
});

test('a failed sign-in is said on the page', async () => {
	const {port, server, right} = await start();
	const page = ask(port, right);
	await server.redirected;
	await server.answer({ok: false, message: 'The secret is wrong.'});
	expect((await page).body).toMatch(/The sign-in did not work[\s\S]*The secret is wrong\./);
});

test('a refusal with the right state is what came back', async () => {
	const {port, server} = await start();
	const page = ask(
		port,
		`/callback?error=access_denied&error_description=User+said+no&error_subtype=x&state=${state}`,
	);
	expect(await server.redirected).toEqual({
		error: 'access_denied',
		description: 'User said no',
		subtype: 'x',
	});
	await server.answer({ok: false, message: 'No.'});
	expect((await page).status).toBe(200);
});

test('IPv6 loopback is answered too, where there is one', async ({skip}) => {
	const {port, server, right} = await start();
	if (!(await isListening(port, '::1'))) skip();
	const page = ask(port, right, {host: '::1', headers: {host: `[::1]:${port}`}});
	expect(await server.redirected).toEqual({code: 'right+code'});
	await server.answer({ok: true, message: 'Done.'});
	expect((await page).status).toBe(200);
});

const hostile: readonly (readonly [string, (right: string) => string, Given?])[] = [
	['another path', right => right.replace('/callback', '/callback/')],
	['a longer path', right => right.replace('/callback', '/callbackx')],
	['a path with dots', right => right.replace('/callback', '/./callback')],
	['an absolute target', right => `http://localhost${right}`],
	['no query', () => '/callback'],
	['the icon', () => '/favicon.ico'],
	['another state', right => right.replace(state, `${state.slice(0, -1)}X`)],
	['a longer state', right => `${right}x`],
	['no state', () => '/callback?code=abc'],
	['an empty state', () => '/callback?code=abc&state='],
	['two states', right => `${right}&state=${state}`],
	['two codes', right => `${right}&code=other`],
	['code and error', right => `${right}&error=access_denied`],
	['neither code nor error', () => `/callback?state=${state}`],
	['an empty code', () => `/callback?code=&state=${state}`],
	['a code with line breaks', () => `/callback?code=a%0d%0ab&state=${state}`],
	['a huge address', right => `${right}&x=${'y'.repeat(20_000)}`],
	['HEAD', right => right, {method: 'HEAD'}],
	['POST', right => right, {method: 'POST'}],
	['OPTIONS', right => right, {method: 'OPTIONS'}],
	['a name that points here', right => right, {headers: {host: 'evil.example.com'}}],
	['another port in Host', right => right, {headers: {host: 'localhost:1'}}],
];

const noRequest: (typeof hostile)[number] = ['', () => '/'];

test.each(hostile.map(([name, path, given]) => ({name, path, given})))(
	'$name gets a bare 404 and changes nothing',
	async ({path, given}) => {
		const {port, server, right} = await start();
		const refused = await ask(port, path(right), given);
		expect(refused).toMatchObject({status: 404, body: ''});
		expect(refused.headers).toMatchObject({'cache-control': 'no-store', connection: 'close'});
		const page = ask(port, right);
		expect(await server.redirected).toEqual({code: 'right+code'});
		await server.answer({ok: true, message: 'Done.'});
		expect((await page).status).toBe(200);
	},
);

test('the right state counts once', async () => {
	const {port, server, right} = await start();
	const page = ask(port, right);
	await server.redirected;
	expect((await ask(port, right.replace('right', 'other'))).status).toBe(404);
	expect(await server.redirected).toEqual({code: 'right+code'});
	await server.answer({ok: true, message: 'Done.'});
	expect((await page).status).toBe(200);
});

test('hundreds of hostile requests and idle connections neither end nor confuse it', async () => {
	const {port, server, right, requests} = await start();
	const idle = Array.from({length: 100}, (_, index) => {
		const socket = connect({host: '127.0.0.1', port});
		socket.on('error', () => {});
		socket.write(
			index % 2 === 0 ? 'GET /callback?code=x HTTP/1.1\r\nHost:' : '\u0016\u0003\u0001\r\n\r\n',
		);
		return socket;
	});
	onTestFinished(() => {
		for (const socket of idle) socket.destroy();
	});
	const attack = () =>
		Array.from({length: 150}, (_, index) => {
			const [, path, given] = hostile[index % hostile.length] ?? noRequest;
			return ask(port, path(right), given);
		});
	const before = attack();
	const page = ask(port, right);
	const after = attack();
	expect(await server.redirected).toEqual({code: 'right+code'});
	for (const refused of await Promise.all([...before, ...after])) expect(refused.status).toBe(404);
	await server.answer({ok: true, message: 'Done.'});
	expect(await page).toMatchObject({status: 200, body: expect.stringContaining('Done.')});
	expect(requests()).toBeGreaterThanOrEqual(301);
	expect(await isListening(port)).toBe(false);
});

test('more connections than any browser opens do not shut the right one out', async () => {
	const {port, server, right} = await start();
	const idle = Array.from({length: 700}, () => connect({host: '127.0.0.1', port}));
	onTestFinished(() => {
		for (const socket of idle) socket.destroy();
	});
	for (const socket of idle) socket.on('error', () => {});
	await Promise.all(idle.slice(-50).map(socket => once(socket, 'connect')));
	const page = ask(port, right);
	expect(await server.redirected).toEqual({code: 'right+code'});
	await server.answer({ok: true, message: 'Done.'});
	expect((await page).status).toBe(200);
});

test('a busy port is a failure that names it and says what to do', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	onTestFinished(() => void other.close());
	const {port} = other.address() as {port: number};
	const listening = await oauth.listen({
		redirectUri: `http://localhost:${port}/callback`,
		state,
		signal: new AbortController().signal,
	});
	expect(listening).toMatchObject({
		ok: false,
		failure: {
			stage: 'authorize',
			code: 'EADDRINUSE',
			at: `localhost:${port}`,
			message: expect.stringMatching(/Another program.*paste the address.*callback port/),
		},
	});
});

test('an abort ends it with its reason and leaves nothing open', async () => {
	const {port, controller, server, right} = await start();
	const idle = connect({host: '127.0.0.1', port});
	await once(idle, 'connect');
	const page = ask(port, right.replace(state, 'x'));
	await page;
	controller.abort('left');
	await expect(server.redirected).rejects.toBe('left');
	await once(idle, 'close');
	expect(await isListening(port)).toBe(false);
	await server.close();
});

test('an abort while the browser waits lets go of it', async () => {
	const {port, controller, server, right} = await start();
	const page = ask(port, right);
	page.catch(() => {});
	await server.redirected;
	controller.abort('left');
	await expect(page).rejects.toThrow();
	await server.close();
	expect(await isListening(port)).toBe(false);
});

test('it does not begin when it was aborted before', async () => {
	const port = await freePort();
	const listening = oauth.listen({
		redirectUri: `http://localhost:${port}/callback`,
		state,
		signal: AbortSignal.abort('left'),
	});
	await expect(listening).rejects.toBe('left');
	expect(await isListening(port)).toBe(false);
});

test('an answer that nobody waits for ends the server too', async () => {
	const {port, server} = await start();
	await server.answer({ok: true, message: 'Signed in by another road.'});
	expect(await isListening(port)).toBe(false);
});

test('who tries the bare address reads that it reaches mailgrant, until the answer has come', async () => {
	const {port, server, right, requests} = await start();
	const knocked = await ask(port, '/');
	expect(knocked).toMatchObject({
		status: 200,
		body: expect.stringContaining('This browser reaches mailgrant'),
	});
	expect(knocked.headers['content-security-policy']).toContain("default-src 'none'");
	expect(requests()).toBe(1);
	for (const given of [
		{headers: {host: 'evil.example.com'}},
		{headers: {host: 'localhost:1'}},
		{method: 'POST'},
		{method: 'HEAD'},
	]) {
		expect((await ask(port, '/', given)).status).toBe(404);
	}
	expect((await ask(port, '/?x')).status).toBe(404);
	const page = ask(port, right);
	await server.redirected;
	expect((await ask(port, '/')).status).toBe(404);
	await server.answer({ok: true, message: 'Done.'});
	expect((await page).status).toBe(200);
});
