import type {SMTPConnection} from 'smtp-server/lib/smtp-connection.js';
import type {MailFaults, Mechanism} from '../faults.js';
import {judgeToken} from './judge-token.js';
import {type MailServerOptions, usualMechanisms} from './mail-server.js';
import {readBase64} from './read-bearer.js';

/** What the package refuses by itself (no TLS yet, no EHLO, unknown mechanism) is left to it. */
export function isAuthPossible(
	connection: SMTPConnection,
	faults: MailFaults,
	line: string,
): boolean {
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
export function signIn(
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
export function sendReply(connection: SMTPConnection, text: string): void {
	const lines = text.split('\n');
	const code = Number(lines.at(-1)?.slice(0, 3));
	connection.send(
		code,
		lines.map(line => line.slice(4)),
		false,
	);
}

/** The last words before the connection ends; none when empty. */
export function farewell(connection: SMTPConnection, bye: string): void {
	if (bye) sendReply(connection, bye);
	connection.close();
}
