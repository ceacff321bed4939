import type {Socket} from 'node:net';
import type {SMTPServerSession} from 'smtp-server';
import type {SMTPConnection} from 'smtp-server/lib/smtp-connection.js';
import {breakOff} from '../break-off.js';
import type {FaultPoint, MailFaults} from '../faults.js';
import {spoilHandshake} from '../front.js';
import {pause} from '../pause.js';
import {rememberUnderlying} from '../underlying.js';
import {asDelivered, fromOf} from './from-header.js';
import {
	faultAnswer,
	type MailServer,
	type MailServerOptions,
	usualMechanisms,
} from './mail-server.js';
import {farewell, isAuthPossible, sendReply, signIn} from './smtp-sign-in.js';

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
			return breakOff(detach(connection, socket), faults.breaks.how);
		}
		const takeOver = () => {
			connection.send(220, 'Ready to start TLS', false);
			return detach(connection, socket);
		};
		if (command === 'STARTTLS' && faults.interjection !== undefined) {
			// In one segment: the client has both before it can begin TLS.
			socket.cork();
			takeOver().write(`${faults.interjection}\r\n`);
			socket.uncork();
			return;
		}
		if (command === 'STARTTLS' && spoilHandshake(takeOver, faults)) return;
		const fault = faultAnswer(faults, command, {isSignedIn: Boolean(connection.session.user)});
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
function detach(connection: SMTPConnection, accepted: Socket): Socket {
	const socket = connection._socket;
	if (connection._parser) socket.unpipe(connection._parser);
	// The package has put TLS over it at STARTTLS.
	rememberUnderlying(socket, accepted);
	return socket;
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
	const fault = faultAnswer(faults, 'DATA', {isSignedIn: false});
	if (fault !== undefined) {
		return [reply(Number(fault.slice(0, 3)), fault.replace(/^\d{3}[ -]/gm, ''))];
	}
	const {account = ''} = session.user as {readonly account?: string};
	const {mailFrom, rcptTo} = session.envelope;
	const from = fromOf(raw);
	const right = options.store.senderRight(account, from);
	const senders = [mailFrom ? mailFrom.address : '', from];
	const stranger = senders.find(sender => !options.store.senderRight(account, sender));
	if (!right || stranger !== undefined) {
		return [
			reply(
				554,
				`5.2.252 SendAsDenied; ${account} not allowed to send as ${stranger}; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message [BeginDiagnosticData]Cannot submit message.`,
			),
		];
	}
	const message = asDelivered(raw, right, account);
	const received = `Received: from ${session.hostNameAppearsAs} by practice.example with ${session.transmissionType}; ${new Date(options.now()).toUTCString().replace('GMT', '+0000')}\r\n`;
	for (const {address} of rcptTo) {
		const mailbox = options.store.find(address);
		if (mailbox) options.store.append(mailbox, Buffer.concat([Buffer.from(received), message]));
	}
	const sender = options.store.find(account);
	if (sender) options.store.append(sender, message, {folder: 'Sent', flags: ['\\Seen']});
	return [null, '2.0.0 OK: delivered'];
}
