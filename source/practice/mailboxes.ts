export type PracticeMailbox = {
	readonly address: string;
	/** Other accounts that may open it and send as it. */
	readonly members?: readonly string[];
	/** The application's service principal has rights on it, so that it is opened without a user. */
	readonly isOpenToApp?: true;
	/** Addresses without a mailbox that it may send as. */
	readonly sendAs?: readonly string[];
	/** Likewise, with the mailbox as Sender beside the From. */
	readonly sendOnBehalf?: readonly string[];
	/** Its other names: taken as From, and silently replaced by its address. */
	readonly aliases?: readonly string[];
};

/** A mailbox, a shared one, and an admin who is the wrong person to sign in. */
export const defaultMailboxes: readonly PracticeMailbox[] = [
	{
		address: 'evmail@practice.example',
		isOpenToApp: true,
		sendAs: ['notify@practice.example', 'admin@practice.example'],
		sendOnBehalf: ['helpdesk@practice.example'],
		aliases: ['old-name@practice.example'],
	},
	{address: 'shared@practice.example', members: ['ada@practice.example'], isOpenToApp: true},
	{address: 'ada@practice.example'},
];
