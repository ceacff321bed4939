import type {Environment} from '../storage/config-directory.js';
import type {Address, Host} from './address.js';

export type Row = Readonly<Record<string, unknown>>;
export type Result = {readonly rows: readonly Row[]; readonly count: number};

/** One connection to the server that takes writes. Its locks and what it listens for end with it. */
export type Session = {
	readonly host: Host;
	/** The version of the server, such as 150018. */
	readonly serverVersion: number;
	/** The process of the server that serves it. */
	readonly backend: number;
	/** It goes through a connection pooler. */
	readonly isPooled: boolean;
	/** `TLSv1.3`; undefined for a connection in clear. */
	readonly tls?: string;
	/** One after the other, in the order of the calls. Rejects with the error of pg. */
	readonly query: (text: string, values?: readonly unknown[]) => Promise<Result>;
	readonly isEnded: () => boolean;
	/** Gives it up where the server takes no writes any more, or a pooler has given its process to others. */
	readonly check: () => Promise<void>;
	/** Gives it up for what was found out about it. */
	readonly abandon: (error: unknown) => void;
	readonly close: () => Promise<void>;
};

export type SessionOptions = {
	readonly address: Address;
	readonly environment: Environment;
	/** What the server's administrator reads in pg_stat_activity. */
	readonly command: string;
	readonly timeoutMs: number;
};
