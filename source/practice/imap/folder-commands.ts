import type {Folder} from '../mail/mail-store.js';
import {type ImapCommand, type ImapResult, type ImapSession, untagged} from './imap-session.js';
import {nstring, type Token, textOf} from './syntax.js';

const flags = '\\Answered \\Flagged \\Deleted \\Seen \\Draft';

export function findFolder(session: ImapSession, token: Token | undefined): Folder | undefined {
	const name = textOf(token) ?? '';
	return session.mailbox?.folders.get(name.toUpperCase() === 'INBOX' ? 'INBOX' : name);
}

/** LIST and LSUB (RFC 3501 §6.3.8). */
export function list(session: ImapSession, {name, tokens}: ImapCommand): ImapResult {
	const pattern = `${textOf(tokens[0]) ?? ''}${textOf(tokens[1]) ?? ''}`;
	if (tokens.length < 2) return 'BAD Reference and pattern are missing.';
	if (pattern === '') {
		untagged(session, `${name} (\\Noselect) "/" ""`);
		return `OK ${name} completed.`;
	}
	const matches = new RegExp(
		`^${pattern
			.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
			.replaceAll('*', '.*')
			.replaceAll('%', '[^/]*')}$`,
		'i',
	);
	for (const folder of session.mailbox?.folders.values() ?? []) {
		if (!matches.test(folder.name)) continue;
		const use = folder.use ? ` ${folder.use}` : '';
		untagged(session, `${name} (\\HasNoChildren${use}) "/" ${nstring(folder.name)}`);
	}
	return `OK ${name} completed.`;
}

/** STATUS (RFC 3501 §6.3.10). */
export function status(session: ImapSession, {tokens}: ImapCommand): ImapResult {
	const folder = findFolder(session, tokens[0]);
	const items = tokens[1];
	if (!folder) return 'NO [NONEXISTENT] There is no such mailbox.';
	if (items?.type !== 'list') return 'BAD The items are missing.';
	const values: Readonly<Record<string, number>> = {
		MESSAGES: folder.messages.length,
		RECENT: 0,
		UIDNEXT: folder.uidNext,
		UIDVALIDITY: folder.uidValidity,
		UNSEEN: folder.messages.filter(message => !message.flags.has('\\Seen')).length,
	};
	const answers = items.items.flatMap(item => {
		const key = (textOf(item) ?? '').toUpperCase();
		return Object.hasOwn(values, key) ? [`${key} ${values[key]}`] : [];
	});
	untagged(session, `STATUS ${nstring(folder.name)} (${answers.join(' ')})`);
	return 'OK STATUS completed.';
}

/** SELECT and EXAMINE (RFC 3501 §6.3.1). */
export function select(session: ImapSession, {name, tokens}: ImapCommand): ImapResult {
	session.selected = undefined;
	const folder = findFolder(session, tokens[0]);
	if (!folder) return 'NO [NONEXISTENT] There is no such mailbox.';
	const isReadOnly = name === 'EXAMINE';
	session.selected = {folder, isReadOnly, known: [...folder.messages]};
	untagged(session, `FLAGS (${flags})`);
	untagged(session, `OK [PERMANENTFLAGS (${isReadOnly ? '' : `${flags} \\*`})] Flags permitted.`);
	untagged(session, `${folder.messages.length} EXISTS`);
	untagged(session, '0 RECENT');
	const unseen = folder.messages.findIndex(message => !message.flags.has('\\Seen'));
	if (unseen !== -1) untagged(session, `OK [UNSEEN ${unseen + 1}] The first unseen message.`);
	untagged(session, `OK [UIDVALIDITY ${folder.uidValidity}] UIDs valid.`);
	untagged(session, `OK [UIDNEXT ${folder.uidNext}] The next UID.`);
	return `OK [READ-${isReadOnly ? 'ONLY' : 'WRITE'}] ${name} completed.`;
}

/** APPEND (RFC 3501 §6.3.11, RFC 4315). */
export function append(session: ImapSession, {tokens}: ImapCommand): ImapResult {
	const folder = findFolder(session, tokens[0]);
	const content = tokens.at(-1);
	if (!folder || !session.mailbox) return 'NO [TRYCREATE] There is no such mailbox.';
	if (tokens.length < 2 || content?.type !== 'string') return 'BAD The message is missing.';
	const list = tokens[1]?.type === 'list' ? tokens[1].items : [];
	const date = tokens.slice(1, -1).find(token => token.type === 'string');
	const receivedAt = new Date((textOf(date) ?? '').trim().replaceAll('-', ' '));
	const message = session.options.store.append(
		session.mailbox,
		Buffer.from(content.value, 'latin1'),
		{
			folder: folder.name,
			flags: list.flatMap(item => textOf(item) ?? []),
			...(Number.isNaN(receivedAt.getTime()) ? {} : {receivedAt}),
		},
	);
	return `OK [APPENDUID ${folder.uidValidity} ${message.uid}] APPEND completed.`;
}
