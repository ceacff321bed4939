import type {PracticeMailbox} from '../mailboxes.js';

export type Message = {
	readonly uid: number;
	readonly flags: Set<string>;
	readonly receivedAt: Date;
	readonly raw: Buffer;
};

/** A folder of a mailbox. Messages stand in the order of their UIDs. */
export type Folder = {
	readonly name: string;
	/** RFC 6154 attribute such as `\Sent`. */
	readonly use?: string;
	readonly uidValidity: number;
	uidNext: number;
	messages: Message[];
};

export type Mailbox = {
	readonly address: string;
	/** Other accounts that may open it and send as it. */
	readonly members: readonly string[];
	readonly folders: Map<string, Folder>;
};

/** How a message arrives that an account sends with a From: as it is, with the account as Sender beside it, or with the account in its place. */
export type SenderRight = 'as-it-is' | 'on-behalf' | 'rewritten';

/** Mailboxes in memory, shared by IMAP, POP3 and SMTP. */
export type MailStore = {
	readonly addresses: readonly string[];
	readonly find: (address: string) => Mailbox | undefined;
	/** Whether an account may open the mailbox and send as it. */
	readonly mayUse: (account: string, address: string) => boolean;
	/** Whether an application may, without a user. */
	readonly isOpenToApp: (address: string) => boolean;
	/** What becomes of an address as From; undefined when the account may not use it. */
	readonly senderRight: (account: string, address: string) => SenderRight | undefined;
	/** Puts a message into a folder, INBOX when none is named. */
	readonly append: (
		mailbox: Mailbox,
		raw: Buffer,
		options?: {readonly folder?: string; readonly receivedAt?: Date; readonly flags?: string[]},
	) => Message;
	/** Calls back whenever a folder has changed; the result ends it. */
	readonly watch: (folder: Folder, onChange: () => void) => () => void;
	/** To be called after messages were removed. */
	readonly changed: (folder: Folder) => void;
};

export function createMailStore(
	mailboxes: readonly PracticeMailbox[],
	now: () => number,
): MailStore {
	const byAddress = new Map<string, Mailbox>();
	const rights = new Map(
		mailboxes.map(mailbox => [mailbox.address.toLowerCase(), rightsOf(mailbox)]),
	);
	const watchers = new Map<Folder, Set<() => void>>();
	const uidValidity = Math.floor(now() / 1000);
	for (const {address, members = []} of mailboxes) {
		const folders = [
			['INBOX', undefined],
			['Drafts', '\\Drafts'],
			['Sent', '\\Sent'],
			['Trash', '\\Trash'],
		].map(([name = '', use]): Folder => ({name, use, uidValidity, uidNext: 1, messages: []}));
		byAddress.set(address.toLowerCase(), {
			address,
			members: members.map(member => member.toLowerCase()),
			folders: new Map(folders.map(folder => [folder.name, folder])),
		});
	}
	const changed = (folder: Folder) => {
		for (const onChange of watchers.get(folder) ?? []) onChange();
	};
	const mayUse = (account: string, address: string) => {
		const mailbox = byAddress.get(address.toLowerCase());
		const name = account.toLowerCase();
		return mailbox?.address.toLowerCase() === name || mailbox?.members.includes(name) === true;
	};
	return {
		addresses: mailboxes.map(({address}) => address),
		find: address => byAddress.get(address.toLowerCase()),
		mayUse,
		isOpenToApp: address =>
			mailboxes.some(
				mailbox => mailbox.isOpenToApp && mailbox.address.toLowerCase() === address.toLowerCase(),
			),
		senderRight: (account, address) =>
			mayUse(account, address)
				? 'as-it-is'
				: rights.get(account.toLowerCase())?.get(address.toLowerCase()),
		append: (mailbox, raw, options = {}) => {
			const folder = mailbox.folders.get(options.folder ?? 'INBOX');
			if (!folder) throw new Error(`No folder ${options.folder}`);
			const message = {
				uid: folder.uidNext++,
				flags: new Set(options.flags),
				receivedAt: options.receivedAt ?? new Date(now()),
				raw,
			};
			folder.messages.push(message);
			changed(folder);
			return message;
		},
		watch: (folder, onChange) => {
			const set = watchers.get(folder) ?? new Set();
			watchers.set(folder, set.add(onChange));
			return () => {
				set.delete(onChange);
			};
		},
		changed,
	};
}

function rightsOf({sendAs = [], sendOnBehalf = [], aliases = []}: PracticeMailbox) {
	const entries = (addresses: readonly string[], right: SenderRight) =>
		addresses.map(address => [address.toLowerCase(), right] as const);
	return new Map<string, SenderRight>([
		...entries(sendAs, 'as-it-is'),
		...entries(sendOnBehalf, 'on-behalf'),
		...entries(aliases, 'rewritten'),
	]);
}
