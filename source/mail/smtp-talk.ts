import type {Socket} from 'node:net';
import {hostname} from 'node:os';
import type {Failure} from '../diagnosis/diagnosis.js';
import {Failed} from '../network/failed.js';
import type {Dialogue} from './dialogue.js';
import {withoutTls} from './imap-talk.js';
import type {Talk} from './talk.js';
import type {Transcript} from './transcript.js';

const maxLines = 200;

/** RFC 5321 §3.1 and §4.2: greeting and EHLO; RFC 3207: STARTTLS; RFC 4954 §3: AUTH. */
export const smtpTalk: Talk = {
	async greet(dialogue) {
		const reply = await readReply(dialogue, 'the greeting was waited for');
		if (reply.code !== 220) throw replied(dialogue, reply.text);
		return reply.text.slice(4);
	},
	async askForTls(dialogue) {
		// RFC 3207 §4: what EHLO says before TLS is forgotten after it.
		const lines = await ehlo(dialogue);
		if (!lines.some(line => /^STARTTLS\b/i.test(line))) {
			throw withoutTls(dialogue, 'its answer to EHLO does not name STARTTLS');
		}
		dialogue.send('STARTTLS');
		const reply = await readReply(dialogue, 'STARTTLS was sent');
		if (reply.code !== 220) throw withoutTls(dialogue, reply.text);
	},
	async askForOffer(dialogue) {
		const lines = await ehlo(dialogue);
		// Old servers write AUTH=; both forms may stand in one answer.
		const mechanisms = lines.flatMap(line => /^AUTH[ =](.*)$/i.exec(line)?.[1]?.split(' ') ?? []);
		return {mechanisms: [...new Set(mechanisms.filter(name => name !== ''))], capabilities: []};
	},
	goodbye: 'QUIT',
};

async function ehlo(dialogue: Dialogue): Promise<readonly string[]> {
	dialogue.send(`EHLO ${clientName(dialogue.socket)}`);
	const reply = await readReply(dialogue, 'EHLO was sent');
	if (reply.code !== 250) throw replied(dialogue, reply.text, 'EHLO');
	return reply.text.split('\n').map(line => line.slice(4));
}

/** This host's full name, or the literal of its address where it has none (RFC 5321 §4.1.4). */
export function clientName(socket: Pick<Socket, 'localAddress'>): string {
	const name = hostname();
	if (/^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(name)) return name;
	const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/i, '');
	return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`;
}

/** One reply, of however many lines, joined by LF. */
async function readReply(dialogue: Dialogue, what: string) {
	const lines: string[] = [];
	while (lines.length < maxLines) {
		const line = await dialogue.readLine(what);
		const match = /^(\d{3})([ -]|$)/.exec(line);
		if (!match) {
			throw new Failed({
				...dialogue.about,
				message: `This is not how an SMTP server answers: ${dialogue.transcript.redact(line)}`,
				code: 'PROTOCOL',
			});
		}
		lines.push(line);
		if (match[2] !== '-') return {code: Number(match[1]), text: lines.join('\n')};
	}
	throw new Failed({
		...dialogue.about,
		message: `The server answers with more than ${maxLines} lines`,
		code: 'TOO_MUCH_DATA',
	});
}

/** A refusing reply, whole, with its codes (RFC 3463 §2). */
export function replied(
	{
		about,
		transcript,
	}: {readonly about: Pick<Failure, 'stage' | 'at' | 'protocol'>; readonly transcript: Transcript},
	text: string,
	command?: string,
	challenge?: string,
): Failed {
	return new Failed({
		...about,
		message: transcript.redact(text),
		smtp: {...codesOf(text), command},
		...(challenge !== undefined && {challenge: transcript.redact(challenge)}),
	});
}

function codesOf(text: string): NonNullable<Failure['smtp']> {
	const replyCode = /^(\d{3})/.exec(text)?.[1];
	return {
		replyCode: replyCode === undefined ? undefined : Number(replyCode),
		enhancedCode: /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/m.exec(text)?.[1],
	};
}
