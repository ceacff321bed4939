import {breakOff} from '../break-off.js';
import type {FaultPoint} from '../faults.js';
import {spoilHandshake} from '../front.js';
import {
	faultAnswer,
	type MailServer,
	type MailServerOptions,
	sayBye,
	usualMechanisms,
} from '../mail/mail-server.js';
import {createWire} from '../mail/wire.js';
import {pause} from '../pause.js';
import {append, list, select, status} from './folder-commands.js';
import {
	type ImapCommand,
	type ImapResult,
	type ImapSession,
	report,
	untagged,
} from './imap-session.js';
import {expunge, fetch, find, idle, store} from './message-commands.js';
import {readCommand} from './read-command.js';
import {authenticate} from './sign-in.js';

type Command = (session: ImapSession, command: ImapCommand) => ImapResult | Promise<ImapResult>;

const inAnyState: Readonly<Record<string, Command>> = {
	CAPABILITY: session => {
		untagged(session, `CAPABILITY ${capabilities(session)}`);
		return 'OK CAPABILITY completed.';
	},
	ID: session => {
		untagged(session, 'ID ("name" "mailgrant practice")');
		return 'OK ID completed.';
	},
	NOOP: () => 'OK NOOP completed.',
	LOGOUT: (session, {tag}) => {
		session.wire.write(`* BYE Signing off.\r\n${tag} OK LOGOUT completed.\r\n`);
		session.wire.end();
		return 'end';
	},
	STARTTLS: startTls,
	AUTHENTICATE: authenticate,
	LOGIN: () => 'NO LOGIN failed.',
};

const whenSignedIn: Readonly<Record<string, Command>> = {
	NAMESPACE: session => {
		untagged(session, 'NAMESPACE (("" "/")) NIL NIL');
		return 'OK NAMESPACE completed.';
	},
	ENABLE: session => {
		// There is nothing to enable; an empty list says so (RFC 5161 §3.2).
		untagged(session, 'ENABLED');
		return 'OK ENABLE completed.';
	},
	LIST: list,
	LSUB: list,
	STATUS: status,
	SELECT: select,
	EXAMINE: select,
	APPEND: append,
	SUBSCRIBE: () => 'OK SUBSCRIBE completed.',
	UNSUBSCRIBE: () => 'OK UNSUBSCRIBE completed.',
	CHECK: () => 'OK CHECK completed.',
	CLOSE: (session, command) => {
		if (session.selected?.isReadOnly === false) {
			const {selected} = session;
			selected.folder.messages = selected.folder.messages.filter(
				({flags}) => !flags.has('\\Deleted'),
			);
			session.options.store.changed(selected.folder);
		}
		return unselect(session, command);
	},
	UNSELECT: unselect,
	FETCH: fetch,
	'UID FETCH': fetch,
	SEARCH: find,
	'UID SEARCH': find,
	STORE: store,
	'UID STORE': store,
	EXPUNGE: expunge,
	'UID EXPUNGE': expunge,
	IDLE: idle,
};

/** Message numbers may not change under these (RFC 3501 §7.4.1). */
const keepsNumbers = new Set(['FETCH', 'SEARCH', 'STORE']);

const opening = ['NAMESPACE', 'LIST', 'LSUB', 'STATUS', 'SELECT', 'EXAMINE'];

/** IMAP4rev1 (RFC 3501): what mail clients need to read, watch and tidy a mailbox. */
export function createImapServer(options: MailServerOptions): MailServer {
	return socket => {
		const wire = createWire(socket);
		void serve({options, wire, isSecure: options.security === 'tls', failures: 0});
	};
}

async function serve(session: ImapSession): Promise<void> {
	const {options, wire} = session;
	const {greeting, breaks} = options.faults();
	if (breaks?.at === 'greeting') return breakOff(wire.takeOver(), breaks.how);
	wire.write(`${greeting ?? '* OK mailgrant practice IMAP4 service is ready.'}\r\n`);
	for (;;) {
		const command = await readCommand(wire, options.onLine);
		if (command === 'end') return wire.end();
		await pause(options.latencyMs());
		if ('bad' in command) {
			wire.write(`${command.bad} BAD That is no command.\r\n`);
			continue;
		}
		const result = await obey(session, command);
		if (result === 'end') return;
		if (result === 'handled') continue;
		if (!keepsNumbers.has(command.name)) report(session);
		wire.write(`${command.tag} ${result}\r\n`);
	}
}

async function obey(session: ImapSession, command: ImapCommand): Promise<ImapResult> {
	const {options, wire, mailbox} = session;
	const {name, tag} = command;
	const faults = options.faults();
	if (faults.breaks && breakPointOf(name) === faults.breaks.at) {
		breakOff(wire.takeOver(), faults.breaks.how);
		return 'end';
	}
	const fault = faultAnswer(faults, name, {isSignedIn: mailbox !== undefined, shut: session.shut});
	if (fault !== undefined) {
		const isUntagged = fault.startsWith('* ');
		if (!isUntagged && faults.bye === undefined) return fault;
		wire.write(isUntagged ? `${fault}\r\n` : `${tag} ${fault}\r\n`);
		sayBye(wire, faults);
		return 'end';
	}
	if (Object.hasOwn(inAnyState, name)) return (await inAnyState[name]?.(session, command)) ?? 'end';
	if (!Object.hasOwn(whenSignedIn, name)) return 'BAD Command is not known.';
	if (!mailbox) return 'BAD Sign in first.';
	return (await whenSignedIn[name]?.(session, command)) ?? 'end';
}

function breakPointOf(name: string): FaultPoint | undefined {
	if (name === 'CAPABILITY') return 'offers';
	if (name === 'AUTHENTICATE') return 'sign-in';
	if (opening.includes(name)) return 'open';
	return name.endsWith('FETCH') || name.endsWith('SEARCH') ? 'message' : undefined;
}

function capabilities({options, isSecure, mailbox}: ImapSession): string {
	const {mechanisms = usualMechanisms, withoutStartTls} = options.faults();
	const offers = ['IMAP4rev1'];
	if (!isSecure) offers.push('LOGINDISABLED', ...(withoutStartTls ? [] : ['STARTTLS']));
	else if (!mailbox) offers.push(...mechanisms.map(mechanism => `AUTH=${mechanism}`));
	offers.push('SASL-IR', 'LITERAL+', 'ID', 'ENABLE', 'IDLE', 'NAMESPACE', 'UIDPLUS');
	return [...offers, 'UNSELECT', 'CHILDREN', 'SPECIAL-USE'].join(' ');
}

async function startTls(session: ImapSession, {tag}: ImapCommand): Promise<ImapResult> {
	const {options, wire} = session;
	const faults = options.faults();
	const {withoutStartTls, certificate = 'good'} = faults;
	if (session.isSecure || withoutStartTls) return 'BAD Command is not known.';
	wire.write(`${tag} OK Begin TLS.\r\n`);
	if (spoilHandshake(wire.takeOver, faults)) return 'end';
	session.isSecure = await wire.startTls(options.certificates.of(certificate));
	// The tagged answer is out already.
	return session.isSecure ? 'handled' : 'end';
}

function unselect(session: ImapSession, {name}: ImapCommand): ImapResult {
	if (!session.selected) return 'BAD Select a mailbox first.';
	session.selected = undefined;
	return `OK ${name} completed.`;
}
