import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {createMailgrant, type Mailgrant} from './rig/mailgrant.js';
import {signInByCallback} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';

type Verdict = {
	readonly address: string;
	readonly verdict: string;
	readonly summary: string;
	readonly repair: readonly string[];
	readonly delivered?: {readonly from?: string};
};

/** A Postfix with its own settings, and a grant that has signed in at it. */
function describeAt(
	what: string,
	postfixSettings: Readonly<Record<string, string>>,
	tests: (at: At) => void,
) {
	describe.skipIf(whyNoRig())(what, {timeout: 60_000}, () => {
		let rig: Rig;
		let mailgrant: Mailgrant;
		beforeAll(async () => {
			rig = await startRig({postfixSettings});
		}, 60_000);
		afterAll(() => rig?.stop());
		beforeEach(async () => {
			mailgrant = createMailgrant();
		});
		afterEach(() => mailgrant.close());

		tests({
			rig: () => rig,
			async senders(flags, ...from) {
				expect(await mailgrant.add(rig, 'grant', flags)).toMatchObject({code: 0});
				expect(await signInByCallback(mailgrant, rig, 'grant')).toMatchObject({code: 0});
				const ended = await mailgrant.run([
					...['senders', 'grant', '--json', '--to', rig.mailbox],
					...from.flatMap(address => ['--from', address]),
				]);
				const {senders} = JSON.parse(ended.stdout) as {senders: readonly Verdict[]};
				return {code: ended.code, senders};
			},
		});
	});
}

type At = {
	readonly rig: () => Rig;
	readonly senders: (
		flags: Readonly<Record<string, string | undefined>>,
		...from: readonly string[]
	) => Promise<{readonly code: number; readonly senders: readonly Verdict[]}>;
};

describeAt('a server that refuses senders whom the user does not own', {}, ({rig, senders}) => {
	test('tells the own address from a foreign one', async () => {
		const {mailbox, stranger} = rig();
		const found = await senders({}, mailbox, stranger);
		expect(found).toMatchObject({
			code: 1,
			senders: [
				{address: mailbox, verdict: 'fine', delivered: {from: mailbox}},
				{
					address: stranger,
					verdict: 'refused',
					summary: expect.stringContaining('not owned by user'),
					repair: expect.arrayContaining([expect.stringContaining('REPLY_TO')]),
				},
			],
		});
	});
});

describeAt(
	'a server that rewrites From without a word',
	{
		smtpd_sender_restrictions: '',
		header_checks: 'regexp:{{/^From:/ REPLACE From: evmail@example.test}}',
	},
	({rig, senders}) => {
		test('is caught by the delivered message', async () => {
			const {mailbox, stranger} = rig();
			const found = await senders({}, mailbox, stranger);
			expect(found).toMatchObject({
				code: 1,
				senders: [
					{address: mailbox, verdict: 'fine'},
					{
						address: stranger,
						verdict: 'rewritten',
						summary: expect.stringContaining(`delivered as from ${mailbox}`),
						delivered: {from: mailbox},
					},
				],
			});
		});
	},
);

describeAt(
	'a server that names the account in Sender',
	{
		smtpd_sender_restrictions: '',
		header_checks: 'regexp:{{/^From:/ PREPEND Sender: evmail@example.test}}',
	},
	({rig, senders}) => {
		test('is told as on behalf of', async () => {
			const found = await senders({}, rig().stranger);
			expect(found).toMatchObject({code: 0, senders: [{verdict: 'on-behalf'}]});
		});
	},
);
