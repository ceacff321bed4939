import type {Call} from '../call.js';
import type {MailSession} from '../mail-port.js';
import {trackLayers} from '../network/layers.js';
import {pause} from '../pause.js';
import {type ImapSession, signInToImap} from './imap-session.js';
import type {Look} from './look.js';

/** Pauses between two looks: short at first, since most messages are there in seconds. */
const firstPauseMs = 500;
const longestPauseMs = 5000;

/** Looks into INBOX and then into the folder for junk (RFC 6154), again and again over one connection. */
export function lookInImap(session: MailSession, messageId: string, call: Call): Look {
	return async (endsAt, onLooked) => {
		const imap = await signInToImap(session, call, trackLayers());
		try {
			await imap.ask('the session', imap.isReady);
			const folders = ['INBOX', ...(await junkFolders(imap))];
			for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
				for (const folder of folders) {
					if (await isIn(folder, imap, messageId)) return true;
				}
				onLooked();
				const leftMs = endsAt - performance.now();
				if (leftMs <= 0) return false;
				await pause(Math.min(pauseMs, leftMs), call.signal);
			}
		} finally {
			imap.close();
		}
	};
}

/** Selects afresh each time, so that what has come since is seen. */
async function isIn(folder: string, {client, ask}: ImapSession, messageId: string) {
	const {exists} = await ask(folder, () => client.mailboxOpen(folder, {readOnly: true}));
	if (exists === 0) return false;
	const found = await ask('the search', () =>
		client.search({header: {'message-id': messageId}}, {uid: true}),
	);
	return Array.isArray(found) && found.length > 0;
}

async function junkFolders({client, ask}: ImapSession): Promise<readonly string[]> {
	const folders = await ask('the list of folders', () => client.list());
	return folders.filter(({specialUse}) => specialUse === '\\Junk').map(({path}) => path);
}
