import type {BackupFacts} from './vault-port.js';

/** What is known of the store that is in use. */
export type StoreStatus =
	| {readonly kind: 'local'; readonly directory: string; readonly grants: number}
	| {
			readonly kind: 'postgres';
			/** Without a password. */
			readonly address: string;
			/** That takes the writes. */
			readonly host: string;
			readonly server: string;
			/** `TLSv1.3`; undefined for a connection in clear. */
			readonly tls?: string;
			/** Through a connection pooler. */
			readonly isPooled: boolean;
			/** One question and its answer. */
			readonly roundTripMs: number;
			readonly schema: number;
			readonly grants: number;
			/** Whose key it is, and since when: ISO 8601. */
			readonly keySince: string;
			readonly keyBy: string;
			/** Standbys that are up to date, as the server tells them to this role. */
			readonly standbys: number;
			/** Other sessions: `mailgrant COMMAND on HOST`, with how many. */
			readonly sessions: readonly {readonly name: string; readonly count: number}[];
	  };

export type StoreMigration = {
	/** Versions before, 0 for none, and after. */
	readonly from: number;
	readonly to: number;
	readonly steps: readonly {readonly version: number; readonly what: string}[];
	/** What was run, or would be. */
	readonly sql: string;
	/** Where the key of a new store is, in words. */
	readonly keyAt?: string;
	/** Who is told by mail on all hosts from now on, as this host alone had it before. */
	readonly told?: readonly string[];
};

/** What the command `store` does. Throws UserError for what can't be done. */
export type StoreAdmin = {
	readonly status: () => Promise<StoreStatus>;
	readonly migrate: (options: {readonly isDry: boolean}) => Promise<StoreMigration>;
	/** What a DBA runs once; asks no server. */
	readonly rolesSql: () => Promise<string>;
	/** Copies all grants and secrets; all or nothing. Each side is `local` or an address. */
	readonly copy: (wish: {
		readonly from: string;
		readonly to: string;
		readonly isReplacing: boolean;
	}) => Promise<{readonly grants: readonly BackupFacts['grants'][number]['name'][]}>;
	/** Keeps which store is used when nobody names one, once it was found to open; gives it in words. */
	readonly use: (store: string) => Promise<string>;
};
