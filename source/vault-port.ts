/** Where a new key of the store comes from. */
export type NewKey =
	/** Random, in the file `key` of the directory. */
	| {readonly from: 'new'}
	/** Of this file, which is made if it is not there. */
	| {readonly from: 'file'; readonly path: string}
	/** Of the systemd credential that this process was given. */
	| {readonly from: 'credential'}
	| {readonly from: 'passphrase'; readonly passphrase: string};

/** The store as a whole: its key, and its copy for another host. Throws UserError for what can't be done; nothing is changed then. */
export type Vault = {
	/** Encrypts the secrets anew. Killed at any moment it leaves a store that opens, with the old key or the new one. Gives where the key is now, in words. */
	readonly rekey: (wish: NewKey) => Promise<string>;
};
