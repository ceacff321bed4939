import https from 'node:https';
import {text} from 'node:stream/consumers';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {createAgent} from '../../source/network/agent.js';
import {Failed} from '../../source/network/failed.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import type {Network} from '../../source/providers/settings.js';
import {serve, serveHttpProxy} from './serve.js';

let practice: PracticeServers;
beforeAll(async () => {
	practice = await startPractice();
});
afterEach(() => practice.faults.clear());
afterAll(() => practice.close());

/** As any client that takes an agent does it. */
async function get(url: string, network: Network, signal = new AbortController().signal) {
	const agent = createAgent(url, network, {signal, timeoutMs: 3000});
	try {
		return await new Promise<{status?: number; body: string}>((resolve, reject) => {
			const outgoing = https.get(url, {agent}, response => {
				text(response).then(body => resolve({status: response.statusCode, body}), reject);
			});
			outgoing.on('error', reject);
		});
	} finally {
		agent.destroy();
	}
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
