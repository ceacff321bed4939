import type {MailboxFacts} from '../checklist/report.js';
import {clean} from '../clean.js';
import {counted} from '../counted.js';
import type {MailCall, MailSession} from '../mail-port.js';
import {Failed} from '../network/failed.js';
import type {Layers} from '../network/layers.js';
import {end} from './begin.js';
import type {Dialogue} from './dialogue.js';
import {decodeWords, parseHeader} from './header-text.js';
import {isoDate} from './iso-date.js';
import {type Pop3Session, signInToPop3} from './pop3-session.js';
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
			tell(counted(messages, 'message'));
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

export async function countMessages(session: Pop3Session): Promise<number> {
	session.send('STAT');
	const answer = await session.readLine('STAT was sent');
	const messages = /^\+OK (\d{1,9}) \d+/.exec(answer)?.[1];
	if (messages !== undefined) return Number(messages);
	const failed = refused(session, answer);
	// A refusal without a word is told by what went before it: that the token was accepted.
	if (!/^-ERR\s*$/.test(answer)) throw failed;
	const message = session.transcript.redact(`${session.accepted}\n${answer}`);
	throw new Failed({...failed.failure, message});
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
