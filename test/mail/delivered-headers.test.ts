import {afterEach, beforeEach, expect, test} from 'vitest';
import {createMail} from '../../source/mail/mail.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import {callOf, mailbox, recordingCall, sessionOf} from './sessions.js';

const mail = createMail();
let practice: PracticeServers;
beforeEach(async () => {
	practice = await startPractice();
});
afterEach(() => practice.close());

async function send() {
	const message = {from: mailbox, to: mailbox, subject: 'headers', text: 'x\n'};
	const {messageId, failure} = await mail.send(
		sessionOf(practice, 'smtp'),
		message,
		recordingCall().call,
	);
	if (!messageId) throw new Error(failure?.message);
	return messageId;
}

for (const protocol of ['imap', 'pop3'] as const) {
	test(`${protocol} gives From, Sender and Reply-To of a message that was delivered`, async () => {
		const messageId = await send();
		const found = await mail.headers(
			sessionOf(practice, protocol),
			messageId,
			{waitMs: 5000},
			callOf(),
		);
		expect(found).toEqual({
			ok: true,
			value: {from: mailbox, sender: undefined, replyTo: undefined},
		});
	});

	test(`${protocol} gives nothing for a message that has not come`, async () => {
		const found = await mail.headers(
			sessionOf(practice, protocol),
			'<nowhere@practice.example>',
			{waitMs: 0},
			callOf(),
		);
		expect(found).toEqual({ok: true, value: undefined});
	});

	test(`${protocol} tells a refused token as a failure`, async () => {
		const session = sessionOf(practice, protocol, {accessToken: 'wrong'});
		expect(await mail.headers(session, '<a@b>', {waitMs: 0}, callOf())).toMatchObject({ok: false});
	});
}
