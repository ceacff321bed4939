import {Failed} from '../network/failed.js';
import type {Dialogue} from './dialogue.js';
import {withServerName} from './server-name.js';
import type {Talk} from './talk.js';

const maxLines = 200;

/** RFC 9051 §7.1: greeting; §6.2.1: STARTTLS; §6.1.1: CAPABILITY. */
export const imapTalk: Talk = {
	async greet(dialogue) {
		const line = await dialogue.readLine('the greeting was waited for');
		const match = /^\* (OK|BYE|PREAUTH)\b ?(?:\[CAPABILITY [^\]]*\] ?)?(.*)$/i.exec(line);
		const status = match?.[1]?.toUpperCase();
		const text = match?.[2] ?? '';
		if (status === 'OK') return withServerName(text);
		if (status === 'BYE') throw refused(dialogue, `BYE ${text}`);
		if (status === 'PREAUTH') {
			throw strange(dialogue, `The server takes this host for someone it knows already: ${line}`);
		}
		throw strange(dialogue, `This is not how an IMAP server greets: ${line}`);
	},
	async askForTls(dialogue) {
		const {status, text} = await command(dialogue, 'S1', 'STARTTLS');
		if (status !== 'OK') throw withoutTls(dialogue, `${status} ${text}`);
	},
	async askForOffer(dialogue) {
		const answer = await command(dialogue, 'S2', 'CAPABILITY');
		if (answer.status !== 'OK') throw refused(dialogue, `${answer.status} ${answer.text}`);
		const capabilities = answer.untagged
			.flatMap(line => /^\* CAPABILITY (.*)$/i.exec(line)?.[1] ?? [])
			.flatMap(list => list.split(' '))
			.filter(name => /^[\w=+.:/-]{1,100}$/.test(name))
			.slice(0, 200);
		const mechanisms = capabilities.flatMap(name => /^AUTH=(.+)$/i.exec(name)?.[1] ?? []);
		return {mechanisms, capabilities};
	},
	goodbye: 'S3 LOGOUT',
};

async function command(dialogue: Dialogue, tag: string, text: string) {
	dialogue.send(`${tag} ${text}`);
	const untagged: string[] = [];
	while (untagged.length < maxLines) {
		const line = await dialogue.readLine(`${text} was sent`);
		const tagged = /^(\S+) (OK|NO|BAD)\b ?(.*)$/i.exec(line);
		if (tagged?.[1] === tag) {
			return {status: (tagged[2] ?? '').toUpperCase(), text: tagged[3] ?? '', untagged};
		}
		if (/^\* BYE\b/i.test(line)) throw refused(dialogue, line.slice(2));
		untagged.push(line);
	}
	throw strange(
		dialogue,
		`The server answers ${text} with more than ${maxLines} lines`,
		'TOO_MUCH_DATA',
	);
}

/** A NO, BAD or BYE without its tag: `NO [UNAVAILABLE] Try again`. */
export function refused({about, transcript}: Pick<Dialogue, 'about' | 'transcript'>, line: string) {
	const match = /^(NO|BAD|BYE)\b(?: \[([^\]\s]+)[^\]]*\])?/i.exec(line);
	return new Failed({
		...about,
		message: transcript.redact(line),
		response: {status: match?.[1]?.toUpperCase(), code: match?.[2]?.toUpperCase()},
	});
}

const strange = ({about, transcript}: Dialogue, message: string, code = 'PROTOCOL') =>
	new Failed({...about, message: transcript.redact(message), code});

export const withoutTls = ({about, transcript}: Dialogue, said: string) =>
	new Failed({
		...about,
		message: `The server does not start TLS on this port: ${transcript.redact(said)}`,
		code: 'NO_STARTTLS',
	});
