import type {Mechanism} from '../faults.js';
import {judgeToken} from '../mail/judge-token.js';
import {sayBye, usualMechanisms} from '../mail/mail-server.js';
import {readBase64} from '../mail/read-bearer.js';
import type {ImapCommand, ImapResult, ImapSession} from './imap-session.js';
import {textOf} from './syntax.js';

const maxFailures = 5;

/** AUTHENTICATE, with the response on the same line (RFC 4959) or on the next. */
export async function authenticate(
	session: ImapSession,
	{tag, tokens}: ImapCommand,
): Promise<ImapResult> {
	const {options, wire} = session;
	const faults = options.faults();
	const mechanism = (textOf(tokens[0]) ?? '').toUpperCase() as Mechanism;
	if (session.mailbox) return 'BAD Already signed in.';
	if (!session.isSecure) return 'NO [PRIVACYREQUIRED] Begin TLS first.';
	if (!(faults.mechanisms ?? usualMechanisms).includes(mechanism)) {
		return 'NO Mechanism is not known.';
	}
	const initial = textOf(tokens[1]);
	if (initial === undefined) wire.write('+ \r\n');
	const text = initial ?? (await wire.readLine());
	if (text === undefined) return 'end';
	if (initial === undefined) options.onLine(text);
	if (text === '*') return 'BAD Cancelled.';
	// A lone = is an empty response (RFC 4959 §3).
	const response = readBase64(text === '=' ? '' : text);
	if (response === undefined) return 'BAD That is not base64.';
	const verdict = judgeToken(options, 'imap', mechanism, response, faults);
	if (verdict.ok) {
		session.mailbox = verdict.mailbox;
		session.shut = verdict.shut;
		return 'OK AUTHENTICATE completed.';
	}
	const {challenge, text: refusal} = verdict.refusal;
	if (challenge !== undefined) {
		wire.write(`+ ${Buffer.from(challenge).toString('base64')}\r\n`);
		const acknowledgement = await wire.readLine();
		if (acknowledgement === undefined) return 'end';
		options.onLine(acknowledgement);
	}
	session.failures++;
	const bye =
		faults.bye ?? (session.failures >= maxFailures ? '* BYE Too many failures.' : undefined);
	if (bye === undefined) return refusal;
	wire.write(`${tag} ${refusal}\r\n`);
	sayBye(wire, {bye});
	return 'end';
}
