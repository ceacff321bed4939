import type {MailServerOptions} from '../mail/mail-server.js';
import type {Folder, Mailbox, Message} from '../mail/mail-store.js';
import type {Wire} from '../mail/wire.js';
import type {Token} from './syntax.js';

/** One IMAP connection. */
export type ImapSession = {
	readonly options: MailServerOptions;
	readonly wire: Wire;
	isSecure: boolean;
	failures: number;
	mailbox?: Mailbox;
	/** Of a mailbox that does not open: the answer to all that is asked of it. */
	shut?: string;
	selected?: {
		readonly folder: Folder;
		readonly isReadOnly: boolean;
		/** The messages as this client numbers them, from 1; brought up to date by `report`. */
		known: Message[];
	};
};

/** A command as it was read. */
export type ImapCommand = {
	readonly tag: string;
	readonly name: string;
	readonly tokens: readonly Token[];
};

/** The tagged answer without its tag; `handled` when it is out already, `end` when the connection is over. */
export type ImapResult = string | 'handled' | 'end';

/** Writes an untagged response; Latin-1, so that raw message bytes stay what they are. */
export function untagged(session: ImapSession, text: string): void {
	session.wire.write(Buffer.from(`* ${text}\r\n`, 'latin1'));
}

/** Tells the client what has gone and come since it was told last (RFC 3501 §7.4.1, §7.3.1). */
export function report(session: ImapSession): void {
	const {selected} = session;
	if (!selected) return;
	const {folder, known} = selected;
	const present = new Set(folder.messages);
	for (let index = known.length - 1; index >= 0; index--) {
		const message = known[index];
		if (message && !present.has(message)) {
			known.splice(index, 1);
			untagged(session, `${index + 1} EXPUNGE`);
		}
	}
	if (folder.messages.length > known.length) {
		selected.known = [...folder.messages];
		untagged(session, `${folder.messages.length} EXISTS`);
	}
}
