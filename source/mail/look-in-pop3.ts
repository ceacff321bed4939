import type {Call} from '../call.js';
import type {MailSession} from '../mail-port.js';
import {trackLayers} from '../network/layers.js';
import {end} from './begin.js';
import type {Dialogue} from './dialogue.js';
import type {Look} from './look.js';
import {countMessages, readHeader} from './open-pop3.js';
import {signInToPop3} from './pop3-session.js';
import {ask, pop3Talk, readList} from './pop3-talk.js';

/** A message that was just sent is among the newest; older ones are not read. */
const maxHeaders = 50;
const maxListed = 100_000;

/** Signs in afresh for each look, since a POP3 session sees the mailbox as it was at its beginning (RFC 1939 §8), and reads the headers of what is new. */
export function lookInPop3(session: MailSession, messageId: string, call: Call): Look {
	const seen = new Set<string>();
	return async (_endsAt, onLooked) => {
		const dialogue = await signInToPop3(session, call, trackLayers());
		try {
			const messages = await countMessages(dialogue);
			const isThere = messages > 0 && (await isAmong(messages, dialogue, messageId, seen));
			end(dialogue, pop3Talk.goodbye);
			onLooked();
			return isThere;
		} catch (error) {
			dialogue.socket.destroy();
			throw error;
		}
	};
}

async function isAmong(
	messages: number,
	dialogue: Dialogue,
	messageId: string,
	seen: Set<string>,
): Promise<boolean> {
	await ask(dialogue, 'UIDL');
	const ids = new Map(
		(await readList(dialogue, 'UIDL', maxListed)).flatMap(line => {
			const match = /^(\d+) (\S+)/.exec(line);
			return match ? [[Number(match[1]), match[2] ?? ''] as const] : [];
		}),
	);
	const oldest = Math.max(1, messages - maxHeaders + 1);
	for (let message = messages; message >= oldest; message--) {
		const id = ids.get(message);
		if (id !== undefined && seen.has(id)) continue;
		const header = await readHeader(dialogue, message);
		if (header?.get('message-id')?.trim() === messageId) return true;
		if (id !== undefined) seen.add(id);
	}
	return false;
}
