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

/** Mailboxes in memory, shared by IMAP, POP3 and SMTP. */
export type MailStore = {
	readonly addresses: readonly string[];
	readonly find: (address: string) => Mailbox | undefined;
	/** Whether an account may open the mailbox and send as it. */
	readonly mayUse: (account: string, address: string) => boolean;
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
	mailboxes: readonly {readonly address: string; readonly members?: readonly string[]}[],
	now: () => number,
): MailStore {
	const byAddress = new Map<string, Mailbox>();
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
	return {
		addresses: mailboxes.map(({address}) => address),
		find: address => byAddress.get(address.toLowerCase()),
		mayUse: (account, address) => {
			const mailbox = byAddress.get(address.toLowerCase());
			const name = account.toLowerCase();
			return mailbox?.address.toLowerCase() === name || mailbox?.members.includes(name) === true;
		},
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
