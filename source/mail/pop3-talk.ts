import {Failed} from '../network/failed.js';
import type {Dialogue} from './dialogue.js';
import {withoutTls} from './imap-talk.js';
import {withServerName} from './server-name.js';
import type {Talk} from './talk.js';

/** RFC 1939 §4: greeting; RFC 2595 §4: STLS; RFC 2449 §5: CAPA. */
export const pop3Talk: Talk = {
	async greet(dialogue) {
		const line = await dialogue.readLine('the greeting was waited for');
		if (/^\+OK\b/.test(line)) return withServerName(line.slice(4));
		if (/^-ERR\b/.test(line)) throw refused(dialogue, line);
		throw new Failed({
			...dialogue.about,
			message: `This is not how a POP3 server greets: ${line}`,
			code: 'PROTOCOL',
		});
	},
	async askForTls(dialogue) {
		dialogue.send('STLS');
		const line = await dialogue.readLine('STLS was sent');
		if (!/^\+OK\b/.test(line)) throw withoutTls(dialogue, line);
	},
	async askForOffer(dialogue) {
		await ask(dialogue, 'CAPA');
		const lines = await readList(dialogue, 'CAPA', 200);
		const mechanisms = lines.flatMap(line => /^SASL (.*)$/i.exec(line)?.[1]?.split(' ') ?? []);
		return {mechanisms, capabilities: []};
	},
	goodbye: 'QUIT',
};

/** One command and its one-line answer, without `+OK`. Throws Failed for `-ERR`. */
export async function ask(dialogue: Dialogue, command: string): Promise<string> {
	dialogue.send(command);
	const line = await dialogue.readLine(`${command} was sent`);
	if (/^\+OK\b/.test(line)) return line.slice(4);
	throw refused(dialogue, line);
}

/** The lines up to the lone dot (RFC 1939 §3), dots unstuffed. */
export async function readList(
	dialogue: Dialogue,
	command: string,
	maxLines: number,
): Promise<readonly string[]> {
	const lines: string[] = [];
	for (;;) {
		const line = await dialogue.readLine(`${command} was sent`);
		if (line === '.') return lines;
		lines.push(line.startsWith('.') ? line.slice(1) : line);
		if (lines.length <= maxLines) continue;
		throw new Failed({
			...dialogue.about,
			message: `The server answers ${command} with more than ${maxLines} lines`,
			code: 'TOO_MUCH_DATA',
		});
	}
}

/** `-ERR [CODE] text` (RFC 2449 §8). */
export function refused({about, transcript}: Dialogue, line: string): Failed {
	const isRefusal = /^-ERR\b/.test(line);
	const code = /^-ERR \[([^\]\s]+)[^\]]*\]/.exec(line)?.[1];
	return new Failed({
		...about,
		message: transcript.redact(line),
		...(isRefusal ? {response: {status: '-ERR', code: code?.toUpperCase()}} : {code: 'PROTOCOL'}),
	});
}
