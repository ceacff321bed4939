import type {Socket} from 'node:net';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import type {Protocol} from '../../source/grant.js';
import {createMail} from '../../source/mail/mail.js';
import {withServerName} from '../../source/mail/server-name.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import {serve, serveHttpProxy} from '../network/serve.js';
import {mailbox, outline, recordingCall, sessionOf} from './sessions.js';

let practice: PracticeServers;
const mail = createMail();
beforeAll(async () => {
	practice = await startPractice();
});
afterEach(() => practice.faults.clear());
afterAll(() => practice.close());

const protocols = ['imap', 'pop3', 'smtp'] as const;
const message = {from: mailbox, to: mailbox, subject: 'Test', text: 'Text\n'};
const greetings: Readonly<Record<Protocol, string>> = {
	imap: '* OK ready',
	pop3: '+OK ready',
	smtp: '220 ready',
};

const plain = (protocol: Protocol, port: number) => ({
	protocol,
	endpoint: {host: '127.0.0.1', port, security: 'starttls' as const},
	network: {proxy: 'none'},
});

/** Signs in, opens or sends: all that a session can do. */
async function use(
	protocol: Protocol,
	call: ReturnType<typeof recordingCall>['call'],
	session = sessionOf(practice, protocol),
) {
	return protocol === 'smtp' ? mail.send(session, message, call) : mail.open(session, call);
}

test.each(protocols)(
	'%s: a server that never greets is given up at the deadline',
	async protocol => {
		const served = await serve();
		const {layers, failure} = await mail.probe(
			plain(protocol, served.port),
			recordingCall(100).call,
		);
		expect(outline(layers)).toBe('name ok, connect ok, greeting failed');
		expect(failure).toMatchObject({stage: protocol, code: 'ETIMEDOUT'});
		await served.isEmpty();
	},
);

test.each(protocols)('%s: a greeting with escape codes is shown without them', async protocol => {
	const served = await serve(socket => {
		socket.end(`${greetings[protocol]}\u001B]0;owned\u0007 \u001B[31mred\u009B2J\u202E\r\n`);
	});
	const {call, lines} = recordingCall();
	const {layers} = await mail.probe(plain(protocol, served.port), call);
	const shown = [...lines, ...layers.map(({detail}) => detail)].join('');
	expect(shown).toContain('ready red');
	expect(shown).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
});

test.each(protocols)('%s: who does not speak the protocol is told apart', async protocol => {
	const served = await serve(socket => socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
	const {failure} = await mail.probe(plain(protocol, served.port), recordingCall().call);
	expect(failure).toMatchObject({stage: protocol, code: 'PROTOCOL'});
	expect(failure?.message).toContain('SSH-2.0-OpenSSH_9.6');
	await served.isEmpty();
});

/** Writes as fast as the other side reads, without end. */
function flood(socket: Socket, text: string): void {
	const chunk = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
	const pour = () => {
		while (!socket.destroyed && socket.write(chunk));
	};
	socket.on('drain', pour);
	pour();
}

test.each(protocols)('%s: a line without end is cut short', async protocol => {
	const served = await serve(socket => flood(socket, 'x'));
	const {failure} = await mail.probe(plain(protocol, served.port), recordingCall().call);
	expect(failure).toMatchObject({stage: protocol, code: 'TOO_MUCH_DATA'});
	await served.isEmpty();
});

test.each([
	['imap', '* NOTHING\r\n'],
	['pop3', '+OK\r\n'],
	['smtp', '250-X\r\n'],
] as const)('%s: answers without end are cut short', async (protocol, line) => {
	const served = await serve(socket => {
		socket.write(`${greetings[protocol]}\r\n`);
		socket.once('data', () => flood(socket, line));
	});
	const {failure} = await mail.probe(plain(protocol, served.port), recordingCall().call);
	expect(failure?.code).toMatch(/^(TOO_MUCH_DATA|UNEXPECTED_DATA)$/);
	await served.isEmpty();
});

test.each([
	['imap', (tag: string) => `${tag} OK go on\r\n* CAPABILITY AUTH=XOAUTH2\r\n`],
	['pop3', () => '+OK go on\r\nSASL XOAUTH2\r\n.\r\n'],
	['smtp', () => '220 go on\r\n250 AUTH XOAUTH2\r\n'],
] as const)('%s: plain text slipped in before TLS is refused', async (protocol, inject) => {
	const served = await serve(socket => {
		socket.write(`${greetings[protocol]}\r\n`);
		socket.on('data', bytes => {
			const line = bytes.toString();
			if (line.startsWith('EHLO')) socket.write('250 STARTTLS\r\n');
			else socket.write(inject(line.split(' ')[0] ?? ''));
		});
	});
	const {layers, failure} = await mail.probe(plain(protocol, served.port), recordingCall().call);
	expect(outline(layers)).toBe('name ok, connect ok, greeting ok, TLS failed');
	expect(failure).toMatchObject({stage: protocol, code: 'UNEXPECTED_DATA'});
	await served.isEmpty();
});

test.each(protocols)('%s: without STARTTLS nothing goes on in plain text', async protocol => {
	practice.faults.set({[protocol]: {withoutStartTls: true}});
	const session = sessionOf(practice, protocol, {security: 'starttls'});
	const {call, lines} = recordingCall();
	const {layers, failure} = await use(protocol, call, session);
	expect(layers.at(-1)).toMatchObject({name: 'TLS', status: 'failed'});
	expect(failure).toMatchObject({stage: protocol, code: 'NO_STARTTLS'});
	expect(lines.some(line => line.startsWith('C: AUTH'))).toBe(false);
});

const points = ['sign-in', 'open'] as const;
const everywhere = protocols.flatMap(protocol => points.map(at => [protocol, at] as const));

test.each(everywhere)('%s: a flood at %s ends early', async (protocol, at) => {
	practice.faults.set({[protocol]: {breaks: {at, how: 'flood'}}});
	const {layers, failure} = await use(protocol, recordingCall().call);
	expect(layers.at(-1)?.status).toBe('failed');
	expect(failure?.code).toBe('TOO_MUCH_DATA');
});

test.each(everywhere)(
	'%s: a connection that ends at %s is a failure there',
	async (protocol, at) => {
		practice.faults.set({[protocol]: {breaks: {at, how: 'close'}}});
		const {layers, failure} = await use(protocol, recordingCall().call);
		const name = at === 'sign-in' ? 'sign in' : protocol === 'smtp' ? 'sender' : 'open';
		expect(layers.at(-1)).toMatchObject({name, status: 'failed'});
		expect(failure).toMatchObject({code: 'ECONNRESET'});
	},
);

test.each(
	protocols.flatMap(protocol =>
		(['tls', 'greeting', 'offers', 'sign-in', 'open'] as const).map(at => [protocol, at] as const),
	),
)('%s: an abort while the server is silent at %s leaves nothing open', async (protocol, at) => {
	practice.faults.set({[protocol]: {breaks: {at, how: 'silence'}}});
	const proxy = await serveHttpProxy();
	const controller = new AbortController();
	const reason = new Error('Esc');
	const awaited = {
		tls: 'TLS',
		greeting: 'greeting',
		offers: 'offers',
		'sign-in': 'sign in',
		open: protocol === 'smtp' ? 'sender' : 'open',
	}[at];
	const {call} = recordingCall(30_000, controller.signal);
	const session = sessionOf(practice, protocol);
	const using = use(
		protocol,
		{
			...call,
			onLayers(layers) {
				const last = layers.at(-1);
				if (last?.name === awaited && last.status === 'running') {
					setImmediate(() => controller.abort(reason));
				}
			},
		},
		{...session, network: {...session.network, proxy: `http://127.0.0.1:${proxy.port}`}},
	);
	await expect(using).rejects.toBe(reason);
	await proxy.isEmpty();
});

test.each(protocols)('%s: a session that ended well leaves nothing open', async protocol => {
	const proxy = await serveHttpProxy();
	const session = sessionOf(practice, protocol);
	const network = {...session.network, proxy: `http://127.0.0.1:${proxy.port}`};
	const {layers, failure} = await use(protocol, recordingCall().call, {...session, network});
	expect(failure).toBeUndefined();
	expect(outline(layers)).toMatch(/^name ok, proxy ok, connect ok, TLS ok, greeting ok/);
	await mail.probe({...session, network}, recordingCall().call);
	await proxy.isEmpty();
});

test('an abort while a message is waited for ends the waiting', async () => {
	const proxy = await serveHttpProxy();
	const controller = new AbortController();
	const session = sessionOf(practice, 'imap');
	const reason = new Error('Esc');
	const waiting = mail.waitFor(
		{...session, network: {...session.network, proxy: `http://127.0.0.1:${proxy.port}`}},
		'<never@practice.example>',
		{waitMs: 60_000},
		{signal: controller.signal, timeoutMs: 5000},
	);
	void proxy.hasOne().then(() => setImmediate(() => controller.abort(reason)));
	await expect(waiting).rejects.toBe(reason);
	await proxy.isEmpty();
});

test.each(protocols)('%s: a token that the server repeats is in no text', async protocol => {
	const session = sessionOf(practice, protocol);
	const sasl = Buffer.from(
		`user=${mailbox}\u0001auth=Bearer ${session.accessToken}\u0001\u0001`,
	).toString('base64');
	const said = `refused ${sasl.slice(0, 200)} ${sasl.slice(9)} ${session.accessToken}`;
	const text = {imap: `NO ${said}`, pop3: `-ERR ${said}`, smtp: `535 ${said}`}[protocol];
	practice.faults.set({[protocol]: {refusal: {text, challenge: session.accessToken}}});
	const {call, lines} = recordingCall();
	const result = await use(protocol, call, session);
	const shown = [...lines, JSON.stringify(result)].join('\n');
	expect(result.failure?.message).toContain('refused');
	for (const secret of [sasl, session.accessToken]) {
		for (let start = 0; start + 24 <= secret.length; start += 8) {
			expect(shown).not.toContain(secret.slice(start, start + 24));
		}
	}
});

test('the name that Exchange puts into its greeting is told in plain', () => {
	const name = Buffer.from('AM0PR04CA0001.eurprd04.prod.outlook.com', 'utf16le').toString('base64');
	expect(withServerName(`The Microsoft Exchange IMAP4 service is ready. [${name}]`)).toBe(
		'The Microsoft Exchange IMAP4 service is ready. AM0PR04CA0001.eurprd04.prod.outlook.com',
	);
	expect(withServerName('ready [AAAAAAAAAAAAAAAAAAAA]')).toBe('ready [AAAAAAAAAAAAAAAAAAAA]');
});
