import type {Call} from '../../source/call.js';
import type {Layer} from '../../source/checklist/report.js';
import type {Protocol, TlsMode} from '../../source/grant.js';
import type {MailCall, MailSession} from '../../source/mail-port.js';
import type {PracticeServers} from '../../source/practice/start-practice.js';

export const scopes: Readonly<Record<Protocol, string>> = {
	imap: 'https://outlook.office.com/IMAP.AccessAsUser.All',
	pop3: 'https://outlook.office.com/POP.AccessAsUser.All',
	smtp: 'https://outlook.office.com/SMTP.Send',
};

export const mailbox = 'evmail@practice.example';

/** A session with a practice server, with a token that it accepts. */
export function sessionOf(
	practice: PracticeServers,
	protocol: Protocol,
	{
		security = 'tls',
		...other
	}: {readonly security?: TlsMode} & Partial<Omit<MailSession, 'endpoint'>> = {},
): MailSession {
	const {endpoints, caFile} = practice;
	const at = {
		imap: {tls: endpoints.imap, starttls: endpoints.imapStarttls},
		pop3: {tls: endpoints.pop3, starttls: endpoints.pop3Starttls},
		smtp: {tls: endpoints.smtps, starttls: endpoints.smtp},
	}[protocol][security];
	return {
		protocol,
		endpoint: {host: 'localhost', port: Number(at.split(':')[1]), security},
		network: {caFile, proxy: 'none'},
		user: mailbox,
		accessToken: practice.issueToken({account: mailbox, scope: scopes[protocol]}),
		...other,
	};
}

export const callOf = (timeoutMs = 5000, signal = new AbortController().signal): Call => ({
	signal,
	timeoutMs,
});

/** A call that keeps what it is told. */
export function recordingCall(timeoutMs?: number, signal?: AbortSignal) {
	const lines: string[] = [];
	const told: (readonly Layer[])[] = [];
	const call: MailCall = {
		...callOf(timeoutMs, signal),
		onLine: line => lines.push(line),
		onLayers: layers => told.push(layers),
	};
	return {call, lines, told};
}

/** `name ok, connect failed` */
export const outline = (layers: readonly Layer[]) =>
	layers.map(({name, status}) => `${name} ${status}`).join(', ');
