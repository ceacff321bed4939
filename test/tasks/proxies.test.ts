import {afterEach, expect, test} from 'vitest';
import {checkClient} from '../../source/tasks/check-client.js';
import {checkServices} from '../../source/tasks/check-services.js';
import {readRecord, saveEvidence} from '../../source/tasks/grants.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {testIncoming} from '../../source/tasks/test-incoming.js';
import {testOutgoing} from '../../source/tasks/test-outgoing.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {serveHttpProxy, serveSocksProxy} from '../network/serve.js';

let world: PracticeWorld;
afterEach(() => world.close());

for (const [scheme, serve] of [
	['http', serveHttpProxy],
	['socks5', serveSocksProxy],
] as const) {
	test(`a ${scheme} proxy of the grant carries sign-in and mail alike`, async () => {
		world = await practiceWorld();
		const proxy = await serve();
		const {context, services} = world;
		const record = await world.grant({proxy: `${scheme}://127.0.0.1:${proxy.port}`});
		const outcomes = [await checkServices(context, record), await checkClient(context, record)];
		const signing = beginSignIn(context, record, ({authorizationUrl, callback, phase}) => {
			if (callback.is !== 'listening' || phase !== 'waiting' || callback.requests > 0) return;
			world.practice.practice.playBrowser(authorizationUrl, record.grant.mailbox);
		});
		const signedIn = await signing.done;
		await saveEvidence(services, 'evmail', 'sign-in', signedIn);
		const after = readRecord(services, 'evmail');
		outcomes.push(
			signedIn,
			await testIncoming(context, after),
			await testOutgoing(context, after, {roundTrip: true}),
		);
		expect(outcomes.map(({outcome, summary}) => `${outcome} ${summary}`)).toEqual([
			expect.stringMatching(/^proved all answer/),
			'proved verified with the provider',
			'proved as evmail@practice.example',
			expect.stringMatching(/^proved \d+ messages/),
			expect.stringMatching(/^proved round trip/),
		]);
		expect(proxy.asked.length).toBeGreaterThanOrEqual(8);
	});
}
