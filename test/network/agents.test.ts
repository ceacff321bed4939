import http from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {afterAll, afterEach, beforeAll, expect, onTestFinished, test} from 'vitest';
import {createAgents} from '../../source/network/agents.js';
import {Failed} from '../../source/network/failed.js';
import {type RequestOptions, request} from '../../source/network/request.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import type {Network} from '../../source/providers/settings.js';
import {serve, serveHttpProxy} from './serve.js';

let practice: PracticeServers;
beforeAll(async () => {
	practice = await startPractice();
});
afterEach(() => practice.faults.clear());
afterAll(() => practice.close());

const agentFor = createAgents();

/** As any client that takes an agent does it. */
async function get(url: string, network: Network, signal = new AbortController().signal) {
	const agent = agentFor(url, network, {signal, timeoutMs: 3000});
	const {get: ask} = url.startsWith('https:') ? https : http;
	return new Promise<{status?: number; body: string}>((resolve, reject) => {
		const outgoing = ask(url, {agent}, response => {
			text(response).then(body => resolve({status: response.statusCode, body}), reject);
		});
		outgoing.on('error', reject);
	});
}

test('an agent goes through the proxy and trusts the CA file', async () => {
	const proxy = await serveHttpProxy();
	const network = {caFile: practice.caFile, proxy: `http://127.0.0.1:${proxy.port}`};
	expect(await get(practice.endpoints.metadata, network)).toMatchObject({status: 200});
	expect(proxy.asked).toHaveLength(1);
	await proxy.isEmpty();
});

test('its errors carry the failure', async () => {
	const error: unknown = await get(practice.endpoints.metadata, {}).catch(error => error);
	expect(error).toBeInstanceOf(Failed);
	expect(error).toMatchObject({failure: {stage: 'tls', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'}});
});

test('a flood over it ends early', async () => {
	practice.faults.set({oauth: {breaks: {at: 'answer', how: 'flood'}}});
	await expect(get(practice.endpoints.metadata, {caFile: practice.caFile})).rejects.toThrow();
});

test('an abort while it dials rejects with its reason and closes the connection', async () => {
	const served = await serve();
	const controller = new AbortController();
	const reason = new Error('Esc');
	const getting = get(`https://127.0.0.1:${served.port}/`, {proxy: 'none'}, controller.signal);
	void served.hasOne().then(() => controller.abort(reason));
	await expect(getting).rejects.toBe(reason);
	await served.isEmpty();
});

/** A server that answers with so many bytes, and counts its connections. */
async function answering(bytes = 10, delayMs: (request: number) => number = () => 0) {
	let open = 0;
	let opened = 0;
	const none: (() => void)[] = [];
	let asked = 0;
	const server = http.createServer((_request, response) => {
		setTimeout(() => response.end('x'.repeat(bytes)), delayMs(++asked));
	});
	// The client lets go first.
	server.keepAliveTimeout = 60_000;
	server.on('connection', socket => {
		open++;
		opened++;
		socket.once('close', () => {
			if (--open === 0) for (const tell of none.splice(0)) tell();
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const close = () => {
		server.closeAllConnections();
		return new Promise<void>(resolve => server.close(() => resolve()));
	};
	onTestFinished(close);
	const first = Promise.withResolvers<void>();
	server.once('request', () => first.resolve());
	return {
		close,
		hasOne: () => first.promise,
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		opened: () => opened,
		asked: () => asked,
		/** Once the last one is closed. */
		isEmpty: () => (open === 0 ? undefined : new Promise<void>(resolve => none.push(resolve))),
	};
}

const direct = {proxy: 'none'};

test('requests to one host share a connection, one after the other', async () => {
	const served = await answering();
	for (let count = 0; count < 3; count++) await get(served.url, direct);
	expect(served.opened()).toBe(1);
});

test('a connection is not shared with another trust, nor kept for long', async () => {
	const served = await answering();
	await get(served.url, direct);
	await get(served.url, {...direct, caFile: practice.caFile});
	expect(served.opened()).toBe(2);
	await served.isEmpty();
	await get(served.url, direct);
	expect(served.opened()).toBe(3);
});

test('an answer over a shared connection may take longer than one is kept', async () => {
	const served = await answering(10, request => (request === 2 ? 1200 : 0));
	for (let count = 0; count < 3; count++) await get(served.url, direct);
	expect(served.opened()).toBe(1);
});

test('the cap is that of one answer, however many came before', async () => {
	const served = await answering(1_500_000);
	for (let count = 0; count < 3; count++) {
		expect((await get(served.url, direct)).body).toHaveLength(1_500_000);
	}
	expect(served.opened()).toBe(1);
	const flood = await answering(2_500_000);
	await expect(get(flood.url, direct)).rejects.toMatchObject({failure: {code: 'TOO_MUCH_DATA'}});
});

test('an abort rejects only its own request', async () => {
	const served = await answering();
	const controller = new AbortController();
	await get(served.url, direct, controller.signal);
	controller.abort(new Error('Esc'));
	expect(await get(served.url, direct)).toMatchObject({status: 200});
});

const call = {signal: new AbortController().signal, timeoutMs: 3000};

/** As the program itself asks. */
const ask = (
	url: string,
	options: RequestOptions = {},
	{signal = call.signal, agents = createAgents()} = {},
) => request(url, options, direct, {...call, signal}, agents);

test('what the program asks shares a connection where it is given agents', async () => {
	const served = await answering();
	const agents = createAgents();
	for (let count = 0; count < 3; count++) {
		const answer = await ask(served.url, {method: 'POST', body: 'a=b'}, {agents});
		expect(answer).toMatchObject({ok: true, value: {status: 200, body: 'x'.repeat(10)}});
	}
	expect(served.opened()).toBe(1);
	for (let count = 0; count < 2; count++) await request(served.url, {}, direct, call);
	expect(served.opened()).toBe(3);
});

test('a connection whose answer was not read to its end serves nobody again', async () => {
	const served = await answering(100_000);
	const agents = createAgents();
	expect(await ask(served.url, {maxBytes: 10}, {agents})).toMatchObject({
		failure: {code: 'TOO_MUCH_DATA'},
	});
	expect(await ask(served.url, {maxBytes: 0}, {agents})).toMatchObject({value: {body: ''}});
	expect(await ask(served.url, {}, {agents})).toMatchObject({ok: true});
	expect(served.opened()).toBe(3);
});

test.each([
	['while it dials', () => serve()],
	['while it waits', () => answering(10, () => 60_000)],
])('an abort %s rejects with its reason, and closes the connection', async (_, begin) => {
	const served = await begin();
	const url = 'url' in served ? served.url : `https://127.0.0.1:${served.port}/`;
	const controller = new AbortController();
	const reason = new Error('Esc');
	const asking = ask(url, {}, {signal: controller.signal});
	void served.hasOne().then(() => controller.abort(reason));
	await expect(asking).rejects.toBe(reason);
	await served.isEmpty();
});

test('what was aborted before is not sent over a connection that is there', async () => {
	const served = await answering();
	const agents = createAgents();
	await ask(served.url, {}, {agents});
	const reason = new Error('Esc');
	await expect(ask(served.url, {}, {agents, signal: AbortSignal.abort(reason)})).rejects.toBe(
		reason,
	);
	await ask(served.url, {}, {agents});
	expect([served.asked(), served.opened()]).toEqual([2, 1]);
});

test('a host that can not be reached is told as ever', async () => {
	const served = await answering();
	await served.close();
	const told = await request(served.url, {}, direct, call);
	expect(told).toMatchObject({failure: {code: 'ECONNREFUSED'}});
	expect(await ask(served.url)).toEqual(told);
});
