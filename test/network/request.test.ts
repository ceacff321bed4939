import {afterAll, beforeAll, expect, test} from 'vitest';
import {trackLayers} from '../../source/network/layers.js';
import {request} from '../../source/network/request.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';

let practice: PracticeServers;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

const call = () => ({signal: new AbortController().signal, timeoutMs: 3000});

test('a request answers with status, headers and body, layer by layer', async () => {
	const layers = trackLayers();
	const url = practice.endpoints.metadata;
	const answer = await request(url, {}, {caFile: practice.caFile}, call(), layers);
	expect(answer).toMatchObject({ok: true, value: {status: 200}});
	expect(layers.list()).toMatchObject([
		{name: 'name', status: 'ok', detail: expect.stringContaining('127.0.0.1')},
		{name: 'connect', status: 'ok'},
		{name: 'TLS', status: 'ok', detail: '1.3, mailgrant practice CA, 89 days left'},
	]);
});
