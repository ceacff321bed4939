import {request} from 'node:https';
import {expect, onTestFinished, test} from 'vitest';
import {openPlain} from './open-plain.js';
import {walk} from './plain-walk.js';

const toSignIn = walk.slice(
	0,
	walk.findIndex(([, answer]) => answer === 'b'),
);

test('the sign-in waits for a code on another device and for a pasted address at the same time', async () => {
	const plain = openPlain(['practice', '--plain']);
	onTestFinished(() => plain.close());
	for (const [expected, answer] of toSignIn) await plain.answer(expected, answer);
	await plain.answer(/d: device code/, 'https://login.example.com/nothing-of-use');
	await plain.answer(/address where the sign-in starts[\s\S]*>/, 'd');
	await plain.answer(
		/On any device, open the address and type the code:\s+https:\/\/\S+\s+[\s\S]*x: play device/,
		'x',
	);
	await plain.answer(/done +as evmail@practice\.example[\s\S]*r: sign in again/, 'r');
	const [url] = await plain.waitFor(/^https:\/\/\S+code_challenge_method=S256\r?$/m);
	await plain.answer(/p: type address/, 'p');
	await plain.answer(/Address or code:/, await addressAfterSignIn((url ?? '').trim()));
	await plain.answer(/Road +the address was pasted[\s\S]*>/, '.');
	expect(plain.output()).not.toContain('\u001B');
}, 60_000);

/** Where a browser stands that can't come back by itself. */
async function addressAfterSignIn(url: string): Promise<string> {
	const {body} = await send(url);
	const form = new URLSearchParams({account: 'evmail@practice.example', action: 'accept'});
	for (const [, name = '', value = ''] of body.matchAll(
		/<input type="hidden" name="([\w-]+)" value="([\w-]*)">/g,
	)) {
		form.set(name, value);
	}
	return (await send(url, form)).location ?? '';
}

function send(url: string, form?: URLSearchParams) {
	return new Promise<{readonly location?: string; readonly body: string}>((resolve, reject) => {
		const call = request(
			url,
			{
				method: form ? 'POST' : 'GET',
				// The practice CA belongs to the program that is tested.
				rejectUnauthorized: false,
				headers: form ? {'Content-Type': 'application/x-www-form-urlencoded'} : {},
			},
			response => {
				let body = '';
				response.setEncoding('utf8').on('data', (text: string) => {
					body += text;
				});
				response.on('end', () => resolve({location: response.headers.location, body}));
			},
		);
		call.on('error', reject);
		call.end(form?.toString());
	});
}
