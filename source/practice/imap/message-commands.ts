import type {Message} from '../mail/mail-store.js';
import {fetchItems, marksSeen, readItems} from './fetch.js';
import {
	type ImapCommand,
	type ImapResult,
	type ImapSession,
	report,
	untagged,
} from './imap-session.js';
import {search} from './search.js';
import {parseSet, type Token, textOf} from './syntax.js';

type Numbered = {readonly message: Message; readonly sequence: number};

/** The messages of a sequence or UID set, in their order; undefined for what is no set. */
function choose(
	known: readonly Message[],
	token: Token | undefined,
	isByUid: boolean,
): readonly Numbered[] | undefined {
	const largest = isByUid ? (known.at(-1)?.uid ?? 0) : known.length;
	const isIn = parseSet(textOf(token) ?? '', largest);
	if (!isIn) return undefined;
	return known
		.map((message, index) => ({message, sequence: index + 1}))
		.filter(({message, sequence}) => isIn(isByUid ? message.uid : sequence));
}

export function fetch(session: ImapSession, {name, tokens}: ImapCommand): ImapResult {
	const {selected} = session;
	if (!selected) return 'BAD Select a mailbox first.';
	const isByUid = name.startsWith('UID');
	const chosen = choose(selected.known, tokens[0], isByUid);
	const items = readItems(tokens[1]);
	if (!chosen || !items) return 'BAD That is no set of messages and items.';
	for (const {message, sequence} of chosen) {
		const isNewlySeen =
			!selected.isReadOnly && !message.flags.has('\\Seen') && items.some(marksSeen);
		if (isNewlySeen) message.flags.add('\\Seen');
		const wanted = isNewlySeen && !items.includes('FLAGS') ? [...items, 'FLAGS'] : items;
		const answer = fetchItems(message, wanted, isByUid);
		if (answer === undefined) return 'BAD An item is not known.';
		untagged(session, `${sequence} FETCH ${answer}`);
	}
	return `OK ${name} completed.`;
}

export function find(session: ImapSession, {name, tokens}: ImapCommand): ImapResult {
	if (!session.selected) return 'BAD Select a mailbox first.';
	const found = search(session.selected.known, tokens);
	if (!found) return 'BAD That is no search.';
	const numbers = found.map(({message, sequence}) =>
		name.startsWith('UID') ? message.uid : sequence,
	);
	untagged(session, ['SEARCH', ...numbers].join(' '));
	return `OK ${name} completed.`;
}

/** STORE (RFC 3501 §6.4.6). */
export function store(session: ImapSession, {name, tokens}: ImapCommand): ImapResult {
	const {selected} = session;
	if (!selected) return 'BAD Select a mailbox first.';
	if (selected.isReadOnly) return 'NO [READ-ONLY] The mailbox is open for reading only.';
	const isByUid = name.startsWith('UID');
	const chosen = choose(selected.known, tokens[0], isByUid);
	const how = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(tokens[1]) ?? '');
	const third = tokens[2];
	const listed = third?.type === 'list' ? third.items : tokens.slice(2);
	const flags = listed.flatMap(item => textOf(item) ?? []);
	if (!chosen || !how) return 'BAD That is no change of flags.';
	for (const {message, sequence} of chosen) {
		if (how[1] === '') message.flags.clear();
		for (const flag of flags) {
			if (how[1] === '-') message.flags.delete(normal(flag));
			else message.flags.add(normal(flag));
		}
		if (how[2] === undefined) {
			untagged(session, `${sequence} FETCH ${fetchItems(message, ['FLAGS'], isByUid)}`);
		}
	}
	return `OK ${name} completed.`;
}

/** System flags are alike in any case. */
const normal = (flag: string) =>
	flag.startsWith('\\') ? `\\${flag[1]?.toUpperCase()}${flag.slice(2).toLowerCase()}` : flag;

/** EXPUNGE and UID EXPUNGE (RFC 4315 §2.1). */
export function expunge(session: ImapSession, {name, tokens}: ImapCommand): ImapResult {
	const {selected, options} = session;
	if (!selected) return 'BAD Select a mailbox first.';
	if (selected.isReadOnly) return 'NO [READ-ONLY] The mailbox is open for reading only.';
	const {folder, known} = selected;
	const chosen = name === 'EXPUNGE' ? undefined : choose(known, tokens[0], true);
	if (name !== 'EXPUNGE' && !chosen) return 'BAD That is no set of messages.';
	const limits = chosen && new Set(chosen.map(({message}) => message));
	folder.messages = folder.messages.filter(
		message => !message.flags.has('\\Deleted') || limits?.has(message) === false,
	);
	options.store.changed(folder);
	report(session);
	return `OK ${name} completed.`;
}

/** IDLE (RFC 2177): tells of changes until DONE. */
export async function idle(session: ImapSession): Promise<ImapResult> {
	const {wire, options, selected} = session;
	wire.write('+ idling\r\n');
	report(session);
	const stop = selected
		? options.store.watch(selected.folder, () => report(session))
		: () => undefined;
	const line = await wire.readLine();
	stop();
	if (line === undefined) return 'end';
	options.onLine(line);
	return line.toUpperCase() === 'DONE' ? 'OK IDLE completed.' : 'BAD DONE was expected.';
}
