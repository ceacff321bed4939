import type {Socket} from 'node:net';
import type {SMTPServerSession} from 'smtp-server';
import type {SMTPConnection} from 'smtp-server/lib/smtp-connection.js';
import {breakOff} from '../break-off.js';
import type {FaultPoint, MailFaults, Mechanism} from '../faults.js';
import {spoilHandshake} from '../front.js';
import {pause} from '../pause.js';
import {judgeToken} from './judge-token.js';
import {
	faultAnswer,
	type MailServer,
	type MailServerOptions,
	usualMechanisms,
} from './mail-server.js';
import {readBase64} from './read-bearer.js';

const maxMessageBytes = 26_214_400;

const breakPoints: Readonly<Record<string, FaultPoint>> = {
	EHLO: 'offers',
	HELO: 'offers',
	AUTH: 'sign-in',
	MAIL: 'open',
	DATA: 'message',
};

/** Submission by the smtp-server package. It lacks OAUTHBEARER and its own words for a refused XOAUTH2 are fixed, so AUTH is served here. */
export async function createSmtpServer(options: MailServerOptions): Promise<MailServer> {
	const {SMTPServer} = await import('smtp-server');

	return socket => {
		const faults = options.faults();
		if (faults.breaks?.at === 'greeting') return breakOff(socket, faults.breaks.how);
		// One server a connection: so each has the certificate and offers of the faults in force.
		const server = new SMTPServer({
			...options.certificates.of(faults.certificate ?? 'good'),
			name: 'practice.example',
			banner: 'mailgrant practice',
			logger: false,
			// TLS from the first byte was taken care of in front.
			secure: options.security === 'tls',
			secured: options.security === 'tls',
			hideSTARTTLS: faults.withoutStartTls === true,
			authMethods: [...(faults.mechanisms ?? usualMechanisms)],
			authRequiredMessage: '5.7.57 Client not authenticated to send mail.',
			disabledCommands: faults.mechanisms?.length === 0 ? ['AUTH'] : [],
			disableReverseLookup: true,
			size: maxMessageBytes,
			maxCommandLength: 16_384,
			// Longer than any client waits: a silence must stay one.
			socketTimeout: 600_000,
			onRcptTo: ({address}, _session, callback) => {
				callback(
					options.store.find(address)
						? undefined
						: reply(550, `5.1.1 ${address} is not known here`),
				);
			},
			onData: (stream, session, callback) => {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => {
					callback(...accept(options, session, Buffer.concat(chunks)));
				});
			},
		});
		// A client that breaks off is no event here.
		server.on('error', () => undefined);
		server.connect(socket);
		const [connection] = server.connections;
		if (connection) intercept(connection, socket, options, faults);
	};
}

/** Puts recording, faults and AUTH before the package's own commands. */
function intercept(
	connection: SMTPConnection,
	socket: Socket,
	options: MailServerOptions,
	first: MailFaults,
): void {
	const serve = connection._onCommand.bind(connection);
	const send = connection.send.bind(connection);
	// The package has one line for a refused message; providers have several.
	connection.send = (code, data, context) => {
		const isLong = typeof data === 'string' && data.includes('\n');
		send(code, isLong ? data.split('\n') : data, context);
	};
	if (first.greeting !== undefined) {
		connection._sendGreeting = () => {
			// Raw, for the package would clean it.
			socket.write(`${first.greeting}\r\n`);
		};
	}
	let onLine: ((line: string) => void) | undefined;
	connection._onCommand = (bytes, callback = () => undefined) => {
		const line = bytes.toString();
		options.onLine(line);
		if (onLine) {
			onLine(line);
			callback();
			return;
		}
		void pause(options.latencyMs()).then(() => obey(bytes, line, callback));
	};

	const obey = (bytes: Buffer, line: string, callback: () => void) => {
		const faults = options.faults();
		const command = (line.trim().split(/\s+/)[0] ?? '').toUpperCase();
		if (faults.breaks && breakPoints[command] === faults.breaks.at) {
			return breakOff(detach(connection), faults.breaks.how);
		}
		const takeOver = () => {
			connection.send(220, 'Ready to start TLS', false);
			return detach(connection);
		};
		if (command === 'STARTTLS' && spoilHandshake(takeOver, faults)) return;
		const fault = faultAnswer(faults, command, Boolean(connection.session.user));
		if (fault !== undefined && command !== 'DATA') {
			sendReply(connection, fault);
			if (faults.bye !== undefined) farewell(connection, faults.bye);
			return callback();
		}
		if (command === 'AUTH' && isAuthPossible(connection, faults, line)) {
			onLine = signIn(connection, options, faults, line, () => {
				onLine = undefined;
			});
			return callback();
		}
		serve(bytes, callback);
	};
}

/** Takes the socket out of the package's hands. */
function detach(connection: SMTPConnection): Socket {
	const socket = connection._socket;
	if (connection._parser) socket.unpipe(connection._parser);
	return socket;
}

/** What the package refuses by itself (no TLS yet, no EHLO, unknown mechanism) is left to it. */
function isAuthPossible(connection: SMTPConnection, faults: MailFaults, line: string): boolean {
	const mechanism = line.trim().split(/\s+/)[1]?.toUpperCase();
	const offered = faults.mechanisms ?? usualMechanisms;
	return (
		connection.secure &&
		!connection.session.user &&
		connection.hostNameAppearsAs !== false &&
		offered.some(each => each === mechanism) &&
		(mechanism === 'XOAUTH2' || mechanism === 'OAUTHBEARER' || faults.refusal !== undefined)
	);
}

/** AUTH in one or two steps (RFC 4954 §4); gives what takes the next line, if one is awaited. */
function signIn(
	connection: SMTPConnection,
	options: MailServerOptions,
	faults: MailFaults,
	line: string,
	onEnd: () => void,
): ((line: string) => void) | undefined {
	const [, name = '', initial] = line.trim().split(/\s+/);
	const mechanism = name.toUpperCase() as Mechanism;
	let refused: string | undefined;
	const end = (text: string) => {
		onEnd();
		sendReply(connection, text);
		if (!text.startsWith('2') && faults.bye !== undefined) farewell(connection, faults.bye);
		return undefined;
	};
	const judge = (text: string): ((line: string) => void) | undefined => {
		if (text === '*') return end('501 5.7.0 Authentication aborted');
		const response = readBase64(text);
		if (response === undefined) return end('501 5.5.2 That is not base64');
		const verdict = judgeToken(options, 'smtp', mechanism, response, faults);
		if (verdict.ok) {
			connection.session.user = {account: verdict.account, mailbox: verdict.mailbox.address};
			connection.session.transmissionType = connection._transmissionType();
			return end('235 2.7.0 Authentication successful');
		}
		if (verdict.refusal.challenge === undefined) return end(verdict.refusal.text);
		refused = verdict.refusal.text;
		connection.send(334, Buffer.from(verdict.refusal.challenge).toString('base64'), false);
		return take;
	};
	const take = (next: string) => {
		// After a challenge any line is an acknowledgement.
		if (refused === undefined) judge(next.trim());
		else end(refused);
	};
	if (initial === undefined) {
		connection.send(334);
		return take;
	}
	// RFC 4954 §4: a lone = is an empty response.
	return judge(initial === '=' ? '' : initial);
}

/** Lines parted by LF; a code before each, as the wire has it. */
function sendReply(connection: SMTPConnection, text: string): void {
	const lines = text.split('\n');
	const code = Number(lines.at(-1)?.slice(0, 3));
	connection.send(
		code,
		lines.map(line => line.slice(4)),
		false,
	);
}

function farewell(connection: SMTPConnection, bye: string): void {
	if (bye) sendReply(connection, bye);
	connection.close();
}

function reply(code: number, text: string): Error & {responseCode: number} {
	return Object.assign(new Error(text), {responseCode: code});
}

/** Judges the sender and delivers: what `onData` calls back with. */
function accept(
	options: MailServerOptions,
	session: SMTPServerSession,
	raw: Buffer,
): [Error | null, string?] {
	const faults = options.faults();
	const fault = faultAnswer(faults, 'DATA', false);
	if (fault !== undefined) {
		return [reply(Number(fault.slice(0, 3)), fault.replace(/^\d{3}[ -]/gm, ''))];
	}
	const {account = ''} = session.user as {readonly account?: string};
	const {mailFrom, rcptTo} = session.envelope;
	const senders = [mailFrom ? mailFrom.address : '', fromOf(raw)];
	const stranger = senders.find(sender => !options.store.mayUse(account, sender));
	if (stranger !== undefined) {
		return [
			reply(
				554,
				`5.2.252 SendAsDenied; ${account} not allowed to send as ${stranger}; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message [BeginDiagnosticData]Cannot submit message.`,
			),
		];
	}
	const received = `Received: from ${session.hostNameAppearsAs} by practice.example with ${session.transmissionType}; ${new Date(options.now()).toUTCString().replace('GMT', '+0000')}\r\n`;
	for (const {address} of rcptTo) {
		const mailbox = options.store.find(address);
		if (mailbox) options.store.append(mailbox, Buffer.concat([Buffer.from(received), raw]));
	}
	const sender = options.store.find(account);
	if (sender) options.store.append(sender, raw, {folder: 'Sent', flags: ['\\Seen']});
	return [null, '2.0.0 OK: delivered'];
}

/** The address in the From header; empty when there is none. */
function fromOf(raw: Buffer): string {
	const text = raw.toString('latin1');
	const header = text.slice(0, Math.max(0, text.indexOf('\r\n\r\n'))).replace(/\r\n[ \t]+/g, ' ');
	const value = /^From:[ \t]*(.*)$/im.exec(header)?.[1] ?? '';
	return (/<([^<>]*)>[^<>]*$/.exec(value)?.[1] ?? value).trim();
}
