import {afterAll, beforeAll, expect, test} from 'vitest';
import {request} from '../../source/network/request.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';

let practice: PracticeServers;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

const call = () => ({signal: new AbortController().signal, timeoutMs: 3000});

test('a request answers with status, headers and body', async () => {
	const {caFile, endpoints} = practice;
	const answer = await request(endpoints.metadata, {}, {caFile}, call());
	expect(answer).toMatchObject({
		ok: true,
		value: {status: 200, headers: {'content-type': expect.stringContaining('json')}},
	});
	if (!answer.ok) return;
	expect(JSON.parse(answer.value.body)).toMatchObject({token_endpoint: endpoints.token});
});
