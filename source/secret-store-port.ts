import type {SecretFacts} from './checklist/grant-record.js';
import type {Secrets} from './secrets.js';

/** Secrets on disk, encrypted. The same manners as GrantStore. */
export type SecretStore = {
	readonly read: (name: string) => Secrets;
	/** Reads, changes and writes in one go, under a lock that other processes keep too. Who changes tokens waits for a refresh that is under way, and `change` may be asked again then. */
	readonly update: (name: string, change: (secrets: Secrets) => Secrets) => Promise<Secrets>;
	/** The tokens and what became of renewing them, in one go. Within `exclusively` it waits for nobody, so that what a server gave is soon on disk. */
	readonly updateTokens: (
		name: string,
		change: (kept: Pick<Secrets, 'tokens' | 'renewal'>) => Pick<Secrets, 'tokens' | 'renewal'>,
		options?: {
			/** A loss of power may take it back: what was there before serves as well. */
			readonly isMinor?: boolean;
		},
	) => Promise<Pick<Secrets, 'tokens' | 'renewal'>>;
	/** The same as a read, without what does not change with a token. */
	readonly readTokens: (name: string) => Pick<Secrets, 'tokens' | 'renewal'>;
	/** One process at a time for one grant: others wait, until the signal aborts or `instead` gives what they wait for. A lock left by a killed process is taken over. */
	readonly exclusively: <Value>(
		name: string,
		work: () => Promise<Value>,
		options?: {
			readonly signal?: AbortSignal;
			readonly instead?: () => Value | undefined;
		},
	) => Promise<Value>;
	readonly rename: (from: string, to: string) => Promise<void>;
	readonly remove: (name: string) => Promise<void>;
	readonly facts: (name: string) => SecretFacts;
};
