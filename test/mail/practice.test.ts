import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import type {Protocol, TlsMode} from '../../source/grant.js';
import {createMail} from '../../source/mail/mail.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import {callOf, mailbox, outline, recordingCall, sessionOf} from './sessions.js';

let practice: PracticeServers;
const mail = createMail();
beforeAll(async () => {
	practice = await startPractice();
});
afterEach(() => practice.faults.clear());
afterAll(() => practice.close());

const message = {
	from: mailbox,
	to: mailbox,
	subject: 'Prüfung der Grüße',
	text: 'A line.\n.\n..dots\n',
};

const services = (['imap', 'pop3', 'smtp'] as const).flatMap(protocol =>
	(['tls', 'starttls'] as const).map(security => [protocol, security] as const),
);
const order = {
	tls: 'name ok, connect ok, TLS ok, greeting ok, offers ok',
	starttls: 'name ok, connect ok, greeting ok, TLS ok, offers ok',
} satisfies Record<TlsMode, string>;

test.each(services)('a probe of %s with %s shows every layer', async (protocol, security) => {
	const {call, lines, told} = recordingCall();
	const result = await mail.probe(sessionOf(practice, protocol, {security}), call);
	expect(result.failure).toBeUndefined();
	expect(outline(result.layers)).toBe(order[security]);
	expect(result.mechanisms).toContain('XOAUTH2');
	expect(outline(told[0] ?? [])).toBe('name running');
	expect(told.at(-1)).toEqual(result.layers);
	expect(lines.some(line => line.startsWith('S: '))).toBe(true);
});

test('a probe of a sign-in host tells the status and the time', async () => {
	const {metadata} = practice.endpoints;
	const result = await mail.probe(
		{protocol: 'https', url: metadata, network: {caFile: practice.caFile}},
		recordingCall().call,
	);
	expect(outline(result.layers)).toBe('name ok, connect ok, TLS ok, answer ok');
	expect(result.layers.at(-1)?.detail).toBe('HTTP 200');
	expect(Math.abs((result.remoteTime ?? 0) - Date.now())).toBeLessThan(5000);
});

test('a sign-in host answers whatever its status and however long its page', async () => {
	practice.faults.set({
		oauth: {metadata: {status: 503, body: 'x'.repeat(1_000_000), contentType: 'text/html'}},
	});
	const {layers, failure} = await mail.probe(
		{
			protocol: 'https',
			url: practice.endpoints.metadata,
			network: {caFile: practice.caFile},
		},
		recordingCall().call,
	);
	expect(failure).toBeUndefined();
	expect(layers.at(-1)).toMatchObject({name: 'answer', status: 'ok', detail: 'HTTP 503'});
});

test.each([
	['imap', 'tls'],
	['imap', 'starttls'],
	['pop3', 'tls'],
	['pop3', 'starttls'],
] as const)(
	'%s with %s opens the mailbox and reads the newest message',
	async (protocol, security) => {
		practice.deliver(
			mailbox,
			[
				'From: ada@practice.example',
				'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus?=',
				' =?UTF-8?B?IMOWbA==?=',
				'Date: Mon, 23 Nov 2026 10:00:00 +0000',
				`Message-ID: <${protocol}-${security}@practice.example>`,
				'',
				'text',
				'',
			].join('\r\n'),
		);
		const {call, lines} = recordingCall();
		const session = sessionOf(practice, protocol, {security});
		const {failure, layers, mailbox: facts} = await mail.open(session, call);
		expect(failure).toBeUndefined();
		expect(outline(layers)).toBe(`${order[security]}, sign in ok, open ok`);
		expect(facts?.messages).toBeGreaterThan(0);
		expect(facts?.newest?.subject).toBe('Grüße aus Öl');
		expect(facts?.newest?.date).toMatch(/^2026-/);
		expect(lines.join('\n')).not.toContain(session.accessToken.slice(8));
		expect(lines.join('\n')).not.toContain(
			Buffer.from(`user=${mailbox}\u0001auth=Bearer ${session.accessToken}`)
				.toString('base64')
				.slice(8, 80),
		);
	},
);

test('looking into INBOX uses EXAMINE, so that nothing in it changes', async () => {
	await mail.open(sessionOf(practice, 'imap'), recordingCall().call);
	expect(practice.requests.imap.some(line => line.includes('EXAMINE'))).toBe(true);
	expect(practice.requests.imap.some(line => line.includes('SELECT'))).toBe(false);
});

test.each(['imap', 'pop3', 'smtp'] as const)(
	'%s signs in by XOAUTH2 where both are offered, by OAUTHBEARER where only that is',
	async protocol => {
		for (const mechanism of ['XOAUTH2', 'OAUTHBEARER'] as const) {
			practice.faults.set({
				[protocol]: {
					mechanisms:
						mechanism === 'XOAUTH2' ? ['PLAIN', 'OAUTHBEARER', 'XOAUTH2'] : ['OAUTHBEARER'],
				},
			});
			const session = sessionOf(practice, protocol);
			const {call, lines} = recordingCall();
			const result =
				protocol === 'smtp'
					? await mail.send(session, message, call)
					: await mail.open(session, call);
			expect(result.failure).toBeUndefined();
			expect(result.layers.find(({name}) => name === 'sign in')?.detail).toBe(mechanism);
			const verb = protocol === 'imap' ? 'AUTHENTICATE' : 'AUTH';
			expect(lines.some(line => line.includes(`${verb} ${mechanism}`))).toBe(true);
		}
	},
);

test.each(['imap', 'pop3', 'smtp'] as const)(
	'%s without either fails at offers',
	async protocol => {
		practice.faults.set({[protocol]: {mechanisms: ['PLAIN', 'LOGIN']}});
		const {layers, failure} = await mail.probe(sessionOf(practice, protocol), recordingCall().call);
		expect(outline(layers)).toBe(order.tls.replace('offers ok', 'offers failed'));
		expect(failure).toMatchObject({stage: protocol, protocol, code: 'NO_TOKEN_AUTH'});
		expect(failure?.message).toContain('PLAIN');
	},
);

const wayThere: Record<TlsMode, string> = order;
test.each(['tls', 'starttls'] as const)(
	'a message is sent with %s, layer by layer',
	async security => {
		const {call, lines} = recordingCall();
		const session = sessionOf(practice, 'smtp', {security});
		const result = await mail.send(session, message, call);
		expect(result.failure).toBeUndefined();
		expect(outline(result.layers)).toBe(
			`${wayThere[security]}, sign in ok, sender ok, recipient ok, message ok`,
		);
		expect(result.messageId).toMatch(/^<mailgrant\.[^<>\s]+@practice\.example>$/);
		expect(lines).toContain('C: AUTH XOAUTH2');
		expect(lines.join('\n')).not.toContain('A line.');
		expect(lines.join('\n')).not.toContain(session.accessToken.slice(8));
	},
);

test.each(['imap', 'pop3'] as const)('what was sent is found by %s', async protocol => {
	const sent = await mail.send(sessionOf(practice, 'smtp'), message, recordingCall().call);
	const found = await mail.waitFor(
		sessionOf(practice, protocol),
		sent.messageId ?? '',
		{waitMs: 5000},
		callOf(),
	);
	expect(found).toEqual({ok: true, value: true});
	const {mailbox: facts} = await mail.open(sessionOf(practice, protocol), recordingCall().call);
	expect(facts?.newest?.subject).toBe(message.subject);
});

test.each(['imap', 'pop3'] as const)(
	'a message that does not come is false by %s',
	async protocol => {
		const found = await mail.waitFor(
			sessionOf(practice, protocol),
			'<never@practice.example>',
			{waitMs: 50},
			callOf(),
		);
		expect(found).toEqual({ok: true, value: false});
	},
);

const refusals: readonly (readonly [Protocol, string, string, object])[] = [
	[
		'imap',
		'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
		'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
		{response: {status: 'NO', code: 'AUTHENTICATIONFAILED'}},
	],
	[
		'pop3',
		'{"status":"401"}',
		'-ERR [AUTH] Username and password not accepted.',
		{response: {status: '-ERR', code: 'AUTH'}},
	],
	[
		'smtp',
		'{"status":"401"}',
		'535-5.7.8 Username and Password not accepted.\n535 5.7.8 Read on.',
		{smtp: {replyCode: 535, enhancedCode: '5.7.8', command: 'AUTH'}},
	],
];
test.each(refusals)(
	'%s: a refusal comes whole, its challenge decoded',
	async (protocol, challenge, text, expected) => {
		practice.faults.set({[protocol]: {refusal: {challenge, text}}});
		const {call} = recordingCall();
		const session = sessionOf(practice, protocol);
		const {layers, failure} =
			protocol === 'smtp'
				? await mail.send(session, message, call)
				: await mail.open(session, call);
		expect(outline(layers)).toBe(`${order.tls}, sign in failed`);
		expect(failure).toMatchObject({stage: protocol, challenge, ...expected});
		expect(failure?.message).toContain(text);
	},
);

test('the line before BYE is the cause', async () => {
	practice.faults.set({
		imap: {refusal: {text: 'NO AUTHENTICATE failed.'}, bye: 'BYE Connection closed. 14'},
	});
	const {failure} = await mail.open(sessionOf(practice, 'imap'), recordingCall().call);
	expect(failure).toMatchObject({message: 'NO AUTHENTICATE failed.', response: {status: 'NO'}});
});

test('authenticated but not connected is a failure to open, not to sign in', async () => {
	practice.faults.set({
		imap: {
			answers: {'*': 'BAD User is authenticated but not connected.'},
			bye: 'BYE Connection closed. 14',
		},
	});
	const {layers, failure} = await mail.open(sessionOf(practice, 'imap'), recordingCall().call);
	expect(outline(layers)).toBe(`${order.tls}, sign in ok, open failed`);
	expect(failure).toMatchObject({
		message: 'BAD User is authenticated but not connected.',
		response: {status: 'BAD'},
	});
});

test('IMAP refuses the mailbox only at EXAMINE', async () => {
	const text = 'NO [SERVERBUG] Internal error occurred.';
	practice.faults.set({imap: {answers: {EXAMINE: text}}});
	const {layers, failure} = await mail.open(sessionOf(practice, 'imap'), recordingCall().call);
	expect(outline(layers)).toBe(`${order.tls}, sign in ok, open failed`);
	expect(failure).toMatchObject({message: text, response: {status: 'NO', code: 'SERVERBUG'}});
});

test('POP3 refuses the mailbox only at STAT', async () => {
	practice.faults.set({pop3: {answers: {STAT: '-ERR [SYS/PERM] The mailbox is gone'}}});
	const {layers, failure} = await mail.open(sessionOf(practice, 'pop3'), recordingCall().call);
	expect(outline(layers)).toBe(`${order.tls}, sign in ok, open failed`);
	expect(failure).toMatchObject({response: {status: '-ERR', code: 'SYS/PERM'}});
});

test.each([
	[
		'MAIL',
		'sender',
		'550 5.7.60 Client does not have permissions to send as this sender',
		'MAIL FROM',
	],
	['RCPT', 'recipient', '550-5.1.1 No such user\n550 5.1.1 here', 'RCPT TO'],
	['DATA', 'message', '430 4.2.0 STOREDRV; mailbox logon failure', 'DATA'],
])('a refused %s fails at %s', async (verb, layer, text, command) => {
	practice.faults.set({smtp: {answers: {[verb]: text}}});
	const {layers, failure} = await mail.send(
		sessionOf(practice, 'smtp'),
		message,
		recordingCall().call,
	);
	expect(layers.at(-1)).toMatchObject({name: layer, status: 'failed'});
	expect(failure).toMatchObject({
		stage: 'send',
		message: text,
		smtp: {replyCode: Number(text.slice(0, 3)), command},
	});
	expect(failure?.smtp?.enhancedCode).toBe(text.slice(4, 11).trim().split(' ')[0]);
});
