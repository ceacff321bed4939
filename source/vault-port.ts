/** Where a new key of the store comes from. */
export type NewKey =
	/** Random, in the file `key` of the directory. */
	| {readonly from: 'new'}
	/** Of this file, which is made if it is not there. */
	| {readonly from: 'file'; readonly path: string}
	/** Of the systemd credential that this process was given. */
	| {readonly from: 'credential'}
	| {readonly from: 'passphrase'; readonly passphrase: string};

/** What a backup would bring; no secret is in it. */
export type BackupFacts = {
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	readonly host: string;
	readonly grants: readonly {
		readonly name: string;
		readonly provider: string;
		readonly mailbox: string;
		/** What kinds of secrets come along. */
		readonly secrets: readonly string[];
		/** Whether a grant of this name is on this host. */
		readonly isHere: boolean;
	}[];
	/** Instances of ExtraView about whose properties something was answered. */
	readonly instances: readonly string[];
	/** Who is told by mail when something needs a person. */
	readonly told: readonly string[];
};

/** A backup that was opened. */
export type Backup = {
	readonly facts: BackupFacts;
	/** Brings all of it or nothing, and takes the place of existing grants only when replacing. Secrets get the key of this host. Killed in between, it is to be done again. */
	readonly restore: (options: {readonly isReplacing: boolean}) => Promise<void>;
};

/** The store as a whole: its key, and its copy for another host. Throws UserError for what can't be done; nothing is changed then. */
export type Vault = {
	/** Encrypts the secrets anew. Killed at any moment it leaves a store that opens, with the old key or the new one. Gives where the key is now, in words. */
	readonly rekey: (wish: NewKey) => Promise<string>;
	/** Writes all grants with their secrets into a new file. Asks for its passphrase once it is known that the file can be made. */
	readonly backup: (
		file: string,
		askPassphrase: () => Promise<string>,
	) => Promise<{
		/** Absolute. */
		readonly file: string;
		/** How many. */
		readonly grants: number;
	}>;
	/** Asks for the passphrase once the file is known to be a backup. */
	readonly openBackup: (file: string, askPassphrase: () => Promise<string>) => Promise<Backup>;
};
