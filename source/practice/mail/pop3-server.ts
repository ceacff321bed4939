import {breakOff} from '../break-off.js';
import type {FaultPoint, Mechanism} from '../faults.js';
import {spoilHandshake} from '../front.js';
import {pause} from '../pause.js';
import {judgeToken} from './judge-token.js';
import {
	faultAnswer,
	type MailServer,
	type MailServerOptions,
	sayBye,
	usualMechanisms,
} from './mail-server.js';
import {type Maildrop, transact} from './pop3-maildrop.js';
import {readBase64} from './read-bearer.js';
import {createWire, type Wire} from './wire.js';

type Session = {
	readonly options: MailServerOptions;
	readonly wire: Wire;
	isSecure: boolean;
	maildrop?: Maildrop;
	/** Of a mailbox that does not open: the answer to all that is asked of it. */
	shut?: string;
};

/** POP3 (RFC 1939) with CAPA and AUTH (RFC 2449, RFC 5034) and STLS (RFC 2595). */
export function createPop3Server(options: MailServerOptions): MailServer {
	return socket => {
		void serve({options, wire: createWire(socket), isSecure: options.security === 'tls'});
	};
}

async function serve(session: Session): Promise<void> {
	const {options, wire} = session;
	const {greeting, breaks} = options.faults();
	if (breaks?.at === 'greeting') return breakOff(wire.takeOver(), breaks.how);
	wire.write(`${greeting ?? '+OK mailgrant practice POP3 server ready'}\r\n`);
	for (;;) {
		const line = await wire.readLine();
		if (line === undefined) return wire.end();
		options.onLine(line);
		await pause(options.latencyMs());
		if ((await obey(session, line)) === 'end') return;
	}
}

const breakPoints: Readonly<Record<string, FaultPoint>> = {
	CAPA: 'offers',
	AUTH: 'sign-in',
	STAT: 'open',
	LIST: 'open',
	UIDL: 'open',
	RETR: 'message',
	TOP: 'message',
};

async function obey(session: Session, line: string): Promise<'end' | 'go-on'> {
	const {options, wire, maildrop} = session;
	const faults = options.faults();
	const [verb = '', ...words] = line.trim().split(/\s+/);
	const command = verb.toUpperCase();
	if (faults.breaks && breakPoints[command] === faults.breaks.at) {
		breakOff(wire.takeOver(), faults.breaks.how);
		return 'end';
	}
	const fault = faultAnswer(faults, command, {
		isSignedIn: maildrop !== undefined,
		shut: session.shut,
	});
	if (fault !== undefined) {
		wire.write(`${fault}\r\n`);
		if (faults.bye === undefined) return 'go-on';
		sayBye(wire, faults);
		return 'end';
	}
	switch (command) {
		case 'CAPA':
			wire.write(capabilities(session));
			return 'go-on';
		case 'NOOP':
			wire.write(maildrop ? '+OK\r\n' : '-ERR Sign in first.\r\n');
			return 'go-on';
		case 'STLS':
			return startTls(session);
		case 'AUTH':
			return authenticate(session, words);
		case 'USER':
		case 'PASS':
			wire.write('-ERR [AUTH] Passwords are not taken here. Use AUTH XOAUTH2.\r\n');
			return 'go-on';
		case 'QUIT':
			quit(session);
			return 'end';
		default:
			wire.write(maildrop ? transact(maildrop, command, words) : '-ERR Sign in first.\r\n');
			return 'go-on';
	}
}

function capabilities({options, isSecure}: Session): string {
	const {mechanisms = usualMechanisms, withoutStartTls} = options.faults();
	const lines = ['+OK Capabilities', 'TOP', 'UIDL', 'RESP-CODES', 'AUTH-RESP-CODE', 'PIPELINING'];
	if (isSecure && mechanisms.length > 0) lines.push(`SASL ${mechanisms.join(' ')}`);
	if (!isSecure && !withoutStartTls) lines.push('STLS');
	return [...lines, 'IMPLEMENTATION mailgrant practice', '.', ''].join('\r\n');
}

async function startTls(session: Session): Promise<'end' | 'go-on'> {
	const {options, wire} = session;
	const faults = options.faults();
	const {withoutStartTls, certificate = 'good'} = faults;
	if (session.isSecure || withoutStartTls) {
		wire.write('-ERR Command is not known.\r\n');
		return 'go-on';
	}
	wire.write('+OK Begin TLS.\r\n');
	if (spoilHandshake(wire.takeOver, faults)) return 'end';
	session.isSecure = await wire.startTls(options.certificates.of(certificate));
	return session.isSecure ? 'go-on' : 'end';
}

async function authenticate(
	session: Session,
	[name = '', initial]: readonly string[],
): Promise<'end' | 'go-on'> {
	const {options, wire} = session;
	const faults = options.faults();
	const mechanism = name.toUpperCase() as Mechanism;
	const offered = faults.mechanisms ?? usualMechanisms;
	if (session.maildrop) return say(wire, '-ERR Already signed in.');
	if (!session.isSecure) return say(wire, '-ERR Begin TLS first.');
	if (!offered.includes(mechanism)) return say(wire, '-ERR Mechanism is not known.');
	// Exchange takes XOAUTH2 in two lines only.
	if (initial !== undefined && mechanism === 'XOAUTH2' && isMicrosoft(session, initial)) {
		wire.write('-ERR Protocol error. Connection is closed. 10\r\n');
		wire.end();
		return 'end';
	}
	if (initial === undefined) wire.write('+ \r\n');
	const text = initial ?? (await wire.readLine());
	if (text === undefined) return 'end';
	if (initial === undefined) options.onLine(text);
	if (text === '*') return say(wire, '-ERR Cancelled.');
	const response = readBase64(text);
	if (response === undefined) return say(wire, '-ERR That is not base64.');
	const verdict = judgeToken(options, 'pop3', mechanism, response, faults);
	if (!verdict.ok) {
		if (verdict.refusal.challenge !== undefined) {
			wire.write(`+ ${Buffer.from(verdict.refusal.challenge).toString('base64')}\r\n`);
			if ((await wire.readLine()) === undefined) return 'end';
		}
		wire.write(`${verdict.refusal.text}\r\n`);
		if (faults.bye === undefined) return 'go-on';
		sayBye(wire, faults);
		return 'end';
	}
	const folder = verdict.mailbox.folders.get('INBOX');
	if (!folder) return say(wire, '-ERR There is no inbox.');
	session.shut = verdict.shut;
	session.maildrop = {folder, messages: [...folder.messages], deleted: new Set()};
	return say(wire, '+OK User successfully authenticated.');
}

function say(wire: Wire, line: string): 'go-on' {
	wire.write(`${line}\r\n`);
	return 'go-on';
}

function isMicrosoft({options}: Session, initial: string): boolean {
	const token = /auth=Bearer (\S+?)\u0001/i.exec(readBase64(initial) ?? '')?.[1];
	return token !== undefined && options.tokens.findAccess(token)?.dialect === 'microsoft';
}

/** Only now are deleted messages removed (RFC 1939 §6). */
function quit({wire, maildrop, options}: Session): void {
	if (maildrop && maildrop.deleted.size > 0) {
		const gone = new Set([...maildrop.deleted].map(index => maildrop.messages[index]?.uid));
		const {folder} = maildrop;
		folder.messages = folder.messages.filter(({uid}) => !gone.has(uid));
		options.store.changed(folder);
	}
	wire.write('+OK Bye\r\n');
	wire.end();
}
