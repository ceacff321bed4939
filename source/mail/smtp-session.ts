import type {Socket} from 'node:net';
import SMTPConnection, {
	type SMTPConnectionCustomAuthHandler,
	type SMTPConnectionSendInfo,
} from 'nodemailer/lib/smtp-connection';
import type {LayerName} from '../checklist/report.js';
import type {MailCall, MailSession} from '../mail-port.js';
import type {Layers} from '../network/layers.js';
import {wait} from '../network/wait.js';
import {begin} from './begin.js';
import type {Composed} from './compose.js';
import {closed} from './dialogue.js';
import {acknowledgement, chooseMechanism, type Mechanism, saslResponse} from './sasl.js';
import {listenToSmtp} from './smtp-heard.js';
import {clientName} from './smtp-talk.js';
import {createTap} from './tap.js';
import {createTranscript} from './transcript.js';

/** Name of the handler in nodemailer's own table; its XOAUTH2 puts the token on the first line. */
const method = 'MAILGRANT';

/** Signs in and hands a message over, layer by layer. Throws Failed; leaves nothing open either way. */
export async function sendBySmtp(
	session: MailSession,
	{from, to, composed}: {readonly from: string; readonly to: string; readonly composed: Composed},
	call: MailCall,
	layers: Layers,
): Promise<SMTPConnectionSendInfo> {
	const transcript = createTranscript(call.onLine, session);
	const {dialogue, mechanisms} = await begin(session, call, layers, transcript);
	const {about} = dialogue;
	const mechanism = chooseMechanism(mechanisms);
	const heard = listenToSmtp(about, transcript);
	const tap = createTap(dialogue, {greeting: '220 begun', onLine: heard.hear});
	const connection = new SMTPConnection({
		host: session.endpoint.host,
		port: session.endpoint.port,
		// It takes any stream that has what it uses of a socket.
		connection: tap as unknown as Socket,
		secure: true,
		secured: true,
		name: clientName(dialogue.socket),
		maxResponseSize: 100_000,
		socketCloseTimeout: 0,
		customAuth: {[method]: signInWith(mechanism, saslResponse(mechanism, session))},
	});
	const broken = Promise.withResolvers<never>();
	broken.promise.catch(() => {});
	connection.on('error', broken.reject);
	tap.on('error', broken.reject);
	connection.once('end', () => broken.reject(closed(about)));
	const ask = <Value>(what: string, work: Promise<Value>) =>
		wait<Value>(call, {...about, what: `${what} was waited for`}, ({resolve, reject}) => {
			Promise.race([work, broken.promise]).then(resolve, (error: unknown) =>
				reject(heard.explain(error)),
			);
			return () => {};
		});
	try {
		await layers.run('sign in', async tell => {
			await ask(
				'EHLO',
				called(done => connection.connect(done)),
			);
			await ask(
				'the sign-in',
				called(done => connection.login({method, user: session.user}, done)),
			);
			tell(mechanism);
		});
		const sent = called<SMTPConnectionSendInfo>(done =>
			connection.send({from, to}, composed.raw, done),
		);
		sent.catch(() => {});
		const envelope = [
			['sender', 'MAIL FROM', from],
			['recipient', 'RCPT TO', to],
		] as const satisfies readonly (readonly [LayerName, string, string])[];
		for (const [name, command, address] of envelope) {
			await layers.run(name, async tell => {
				await ask(command, Promise.race([heard.accepted(command), sent]));
				tell(address);
			});
		}
		return await layers.run('message', async tell => {
			const info = await ask('the message', sent);
			tell(transcript.redact(info.response));
			return info;
		});
	} finally {
		if (!tap.destroyed) connection.quit();
		connection.close();
		tap.destroy();
	}
}

/** In two steps always: Gmail refuses a first line with a long token, and RFC 4954 §4 allows 12288 bytes only for the second. */
const signInWith =
	(mechanism: Mechanism, response: string): SMTPConnectionCustomAuthHandler =>
	async context => {
		const prompt = await context.sendCommand(`AUTH ${mechanism}`);
		if (prompt.status !== 334) throw new Error(prompt.response);
		const answer = await context.sendCommand(response);
		if (answer.status === 235) return;
		if (answer.status === 334) await context.sendCommand(acknowledgement(mechanism));
		throw new Error('The token was refused');
	};

type Done<Value> = (error?: Error | null, value?: Value) => void;

/** A call with a callback as a promise. */
const called = <Value = unknown>(work: (done: Done<Value>) => void): Promise<Value> =>
	new Promise((resolve, reject) => {
		work((error, value) => {
			if (error) reject(error);
			else resolve(value as Value);
		});
	});
