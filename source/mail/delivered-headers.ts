import type {Call} from '../call.js';
import {clean} from '../clean.js';
import type {DeliveredHeaders} from '../extraview/senders.js';
import type {Mail, MailSession} from '../mail-port.js';
import {Failed} from '../network/failed.js';
import {trackLayers} from '../network/layers.js';
import {end} from './begin.js';
import {decodeWords, parseHeader} from './header-text.js';
import {type ImapSession, signInToImap} from './imap-session.js';
import {countMessages, readHeader} from './open-pop3.js';
import {signInToPop3} from './pop3-session.js';
import {pop3Talk} from './pop3-talk.js';
import {waitFor} from './wait-for.js';

/** A message that was just sent is among the newest. */
const maxHeaders = 50;

/** From, Sender and Reply-To of a message, once it is there; undefined when it has not come. */
export const headers: Mail['headers'] = async (session, messageId, options, call) => {
	const arrived = await waitFor(session, messageId, options, call);
	if (!arrived.ok || !arrived.value) return arrived.ok ? {ok: true, value: undefined} : arrived;
	try {
		const read = session.protocol === 'pop3' ? readFromPop3 : readFromImap;
		return {ok: true, value: await read(session, messageId, call)};
	} catch (error) {
		if (error instanceof Failed) return {ok: false, failure: error.failure};
		throw error;
	}
};

async function readFromImap(session: MailSession, messageId: string, call: Call) {
	const imap = await signInToImap(session, call, trackLayers());
	try {
		await imap.ask('the session', imap.isReady);
		const listed = await imap.ask('the list of folders', () => imap.client.list());
		const junk = listed.filter(({specialUse}) => specialUse === '\\Junk').map(({path}) => path);
		for (const folder of ['INBOX', ...junk]) {
			const found = await readFromFolder(folder, imap, messageId);
			if (found) return found;
		}
		return undefined;
	} finally {
		imap.close();
	}
}

async function readFromFolder(folder: string, {client, ask}: ImapSession, messageId: string) {
	const {exists} = await ask(folder, () => client.mailboxOpen(folder, {readOnly: true}));
	if (exists === 0) return undefined;
	const uids = await ask('the search', () =>
		client.search({header: {'message-id': messageId}}, {uid: true}),
	);
	const uid = Array.isArray(uids) ? uids.at(-1) : undefined;
	if (uid === undefined) return undefined;
	const message = await ask('the header', () =>
		client.fetchOne(String(uid), {headers: ['from', 'sender', 'reply-to']}, {uid: true}),
	);
	const bytes = message ? message.headers : undefined;
	if (!bytes) return undefined;
	return fieldsOf(parseHeader(bytes.toString('utf8').split(/\r\n|\r|\n/)));
}

async function readFromPop3(session: MailSession, messageId: string, call: Call) {
	const dialogue = await signInToPop3(session, call, trackLayers());
	try {
		const messages = await countMessages(dialogue);
		const oldest = Math.max(1, messages - maxHeaders + 1);
		for (let message = messages; message >= oldest; message--) {
			const header = await readHeader(dialogue, message);
			if (header?.get('message-id')?.trim() !== messageId) continue;
			end(dialogue, pop3Talk.goodbye);
			return fieldsOf(header);
		}
		end(dialogue, pop3Talk.goodbye);
		return undefined;
	} catch (error) {
		dialogue.socket.destroy();
		throw error;
	}
}

function fieldsOf(header: ReadonlyMap<string, string>): DeliveredHeaders {
	const field = (name: string) => {
		const text = header.get(name);
		return text === undefined ? undefined : clean(decodeWords(text), 1000);
	};
	return {from: field('from'), sender: field('sender'), replyTo: field('reply-to')};
}
