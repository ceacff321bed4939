import {codeOf, Failed, failedBy} from '../network/failed.js';
import type {About} from './dialogue.js';
import {closed} from './dialogue.js';
import {decodeChallenge} from './sasl.js';
import {replied} from './smtp-talk.js';
import type {Transcript} from './transcript.js';

type Command = 'MAIL FROM' | 'RCPT TO' | 'DATA';

/** What was said in an SMTP session, as far as it shows how far it came and why it ended. */
export type SmtpHeard = {
	readonly hear: (who: 'client' | 'server', line: string) => void;
	/** Resolves when the server has accepted that command. */
	readonly accepted: (command: Command) => Promise<void>;
	readonly explain: (error: unknown) => Failed;
};

export function listenToSmtp(about: About, transcript: Transcript): SmtpHeard {
	const waits = {
		'MAIL FROM': Promise.withResolvers<void>(),
		'RCPT TO': Promise.withResolvers<void>(),
		DATA: Promise.withResolvers<void>(),
	} satisfies Record<Command, PromiseWithResolvers<void>>;
	/** Commands that have not been answered yet, in order: a server may be sent several at once. */
	const pending: string[] = [];
	let reply: string[] = [];
	let refusal: Failed | undefined;
	let challenge: string | undefined;
	let body = 0;
	let isBody = false;

	const answered = (text: string) => {
		const command = pending.shift() ?? '';
		const status = Number(text.slice(0, 3));
		const known = commandOf(command);
		if (status === 334) challenge = decodeChallenge(text.slice(4)) ?? challenge;
		if (status < 400) {
			if (known === 'DATA' && status === 354) isBody = true;
			if (known && !refusal) waits[known].resolve();
			return;
		}
		// EHLO is tried again as HELO. Of commands sent in one go the first refusal causes the others.
		if (/^EHLO /.test(command)) return;
		const where = known ? ({...about, stage: 'send'} as const) : about;
		refusal ??= replied({about: where, transcript}, text, known ?? verbOf(command), challenge);
	};

	return {
		accepted: command => waits[command].promise,
		hear(who, line) {
			if (who === 'server') {
				transcript.server(line);
				reply.push(line);
				if (reply.length > 200) reply = reply.slice(-100);
				if (/^\d{3}(?: |$)/.test(line)) {
					answered(reply.join('\n'));
					reply = [];
				}
				return;
			}
			if (!isBody) {
				transcript.client(line);
				pending.push(line);
				return;
			}
			body += 1;
			if (line !== '.') return;
			isBody = false;
			transcript.client(`(the message, ${body - 1} lines)`);
			transcript.client('.');
			pending.push('.');
		},
		explain(error) {
			if (refusal) return refusal;
			if (error instanceof Failed) return error;
			const code = codeOf(error);
			if (code === 'ECONNECTION' || code === 'ESOCKET' || code === undefined) {
				const inner = failedBy(error, about);
				return inner.code && inner.code !== code ? inner : closed(about);
			}
			const {failure} = failedBy(error, about);
			const message = transcript.redact(failure.message);
			// nodemailer's own bound on one reply, which may be reached before the connection's.
			const isTooMuch = code === 'EPROTOCOL' && /maximum allowed size/.test(message);
			return new Failed({...failure, message, code: isTooMuch ? 'TOO_MUCH_DATA' : code});
		},
	};
}

function commandOf(line: string): Command | undefined {
	if (/^MAIL FROM:/i.test(line)) return 'MAIL FROM';
	if (/^RCPT TO:/i.test(line)) return 'RCPT TO';
	if (/^DATA$/i.test(line) || line === '.') return 'DATA';
	return undefined;
}

/** The line may be the answer of a SASL exchange: it never goes into a failure. */
const verbOf = (line: string) => /^[A-Z]{4,8}(?= |$)/.exec(line)?.[0] ?? 'AUTH';
