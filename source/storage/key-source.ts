import type {UserError} from '../errors.js';

/** A key that was found, 32 bytes, and where, for messages. */
export type FoundKey = {readonly name: string; readonly key: Uint8Array};

/** Where the key of the secrets comes from. */
export type KeySource = {
	/** Throws UserError for a key that others could read; looks at no content. */
	readonly check: () => void;
	/** All keys that there are, the likeliest first; the one that fits decides. Throws UserError when the only ones there are can't be used. */
	readonly read: () => readonly FoundKey[];
	/** The key for a store that is not there yet: an existing one, else a new one, never in the place of another. Called under the lock of the secrets. */
	readonly begin: () => Uint8Array;
	/** Ends or undoes a change of the key that was cut off, by the key that fits. Called under the lock of the secrets. */
	readonly settle: (fitting: Uint8Array) => void;
	/** What to say of a file that is there while no key is. */
	readonly missing: (file: string) => UserError;
	/** What to say of a file that none of these keys opens. */
	readonly unfit: (file: string, tried: readonly FoundKey[]) => UserError;
};
