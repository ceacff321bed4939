import type {MailboxFacts} from '../checklist/report.js';
import {clean} from '../clean.js';
import {Failed} from '../network/failed.js';
import type {Layers} from '../network/layers.js';
import type {MailCall, MailSession} from '../services.js';
import {end} from './begin.js';
import type {Dialogue} from './dialogue.js';
import {decodeWords, parseHeader} from './header-text.js';
import {isoDate} from './iso-date.js';
import {signInToPop3} from './pop3-session.js';
import {ask, pop3Talk, readList, refused} from './pop3-talk.js';

const maxHeaderLines = 2000;

/** Signs in and counts (STAT); a server may accept the token and refuse only that. Throws Failed. */
export async function openPop3(
	session: MailSession,
	call: MailCall,
	layers: Layers,
): Promise<MailboxFacts> {
	const dialogue = await signInToPop3(session, call, layers);
	try {
		const facts = await layers.run('open', async tell => {
			const messages = await countMessages(dialogue);
			tell(messages === 1 ? '1 message' : `${messages} messages`);
			if (messages === 0) return {messages};
			const header = await readHeader(dialogue, messages);
			if (!header) return {messages};
			return {
				messages,
				newest: {
					subject: clean(decodeWords(header.get('subject') ?? ''), 200),
					date: isoDate(header.get('date')),
				},
			};
		});
		end(dialogue, pop3Talk.goodbye);
		return facts;
	} catch (error) {
		dialogue.socket.destroy();
		throw error;
	}
}

export async function countMessages(dialogue: Dialogue): Promise<number> {
	const answer = await ask(dialogue, 'STAT');
	const messages = /^(\d{1,9}) \d+/.exec(answer)?.[1];
	if (messages === undefined) throw refused(dialogue, `+OK ${answer}`);
	return Number(messages);
}

/** The header of one message; undefined where TOP, which is optional (RFC 1939 §7), is refused. */
export async function readHeader(
	dialogue: Dialogue,
	message: number,
): Promise<ReadonlyMap<string, string> | undefined> {
	const command = `TOP ${message} 0`;
	try {
		await ask(dialogue, command);
	} catch (error) {
		if (error instanceof Failed && error.failure.response) return undefined;
		throw error;
	}
	return parseHeader(await readList(dialogue, command, maxHeaderLines));
}
