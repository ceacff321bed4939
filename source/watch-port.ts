import type {ToldAdmin} from './notify/told-admin.js';

/** What the watcher does to the world beside what all tasks do. */
export type Watch = {
	readonly tokenFiles: TokenFiles;
	/** Runs the admin's command after a renewal; gives what went wrong. Undefined without a command. */
	readonly command?: (
		about: {readonly grant: string; readonly file: string},
		signal: AbortSignal,
	) => Promise<string | undefined>;
	/** Tells of changes by other processes until the function that it gives is called. */
	readonly changes: (on: {
		/** The grants, or secrets that do not change with a token. Also when the process gets SIGHUP. */
		readonly settings: () => void;
		/** The tokens of the grant with this key; of any grant when undefined. */
		readonly tokens: (key: string | undefined) => void;
		/** The store on another host can't be reached, or can be again. */
		readonly connection: StoreWatch['connection'];
	}) => () => void;
	/** The key under which `changes` tells of a grant. */
	readonly keyOf: (grant: string) => string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Milliseconds of a clock that nobody sets. */
	readonly elapsed: () => number;
	/** Calls once after so many milliseconds, unless the function that it gives is called before. */
	readonly after: (ms: number, call: () => void) => () => void;
	/** Undefined when nobody supervises the process. */
	readonly supervisor?: Supervisor;
};

/** Who runs the process, shows how it is and restarts it when it hangs, such as systemd. */
export type Supervisor = {
	/** How often it wants a sign of life; undefined when it wants none. */
	readonly everyMs?: number;
	/** Never waits. What was not told yet is told with it. */
	readonly tell: (news: SupervisorNews) => void;
	/** Resolves when everything is told, or when it takes too long. */
	readonly told: () => Promise<void>;
};

export type SupervisorNews = {
	readonly state?: 'ready' | 'reloading' | 'stopping';
	readonly isAlive?: true;
	/** For the eyes of an admin, one line without secrets. */
	readonly status?: string;
};

/** What a store that several hosts share tells by itself. */
export type StoreWatch = {
	/** The grants, or secrets that do not change with a token. */
	readonly settings: () => void;
	/** The tokens of the grant; of any grant when undefined. */
	readonly tokens: (grant: string | undefined) => void;
	readonly connection: (
		state: {readonly is: 'up'} | {readonly is: 'lost'; readonly why: string},
	) => void;
};

/** The files from which programs read access tokens. */
export type TokenFiles = {
	readonly directory: string;
	readonly fileOf: (grant: string) => string;
	/** Readers see the old token or the new one, whole. Leaves a file that holds the token already. */
	readonly write: (grant: string, accessToken: string) => void;
	readonly remove: (grant: string) => void;
	/** Removes files that an earlier process wrote for the same store, of grants that are none any more. Gives their names. */
	readonly sweep: (grants: readonly string[]) => readonly string[];
};

/** Looks at grants for the watcher, with the store and the network at hand: in the watcher's process, or in one beside it that ends while nothing is to do. Nothing that it is given or gives holds a secret. Whatever it is asked, it throws a LookoutLost when that process is lost. */
export type Lookout = {
	/** The settings of all grants as JSON, one after the other. Throws what the store throws. */
	readonly visit: (take: (settings: string) => void) => Promise<void>;
	/** Removes token files of grants that are gone; gives how many there were. Throws UserError for one that can't be removed. */
	readonly sweep: () => Promise<number>;
	/** Renews what is due, brings the token file up to it. */
	readonly look: (wish: LookWish) => Promise<Looked>;
	/** Whether the store still holds the tokens that were seen. */
	readonly isCurrent: (grant: string, seen: Held) => boolean;
	/** One mail for all that is new. */
	readonly tellAdmin: () => Promise<ToldAdmin>;
	/** Whether another look costs little just now: then what is due soon is looked at too. */
	readonly isAwake: () => boolean;
};

/** The tokens in a file. Times are milliseconds since 1970. */
export type Held = {
	readonly obtainedAt?: number;
	readonly expiresAt?: number;
	/** Tells the stored tokens from those that may take their place. */
	readonly stamp?: string;
};

export type LookWish = {
	/** Of the grant, as JSON. */
	readonly settings: string;
	/** When the token in its file was obtained; undefined without a file. */
	readonly heldAt?: number;
	/** Nobody has looked at it before. */
	readonly isFirst: boolean;
	/** Nothing is asked over the network: what is due is only said to be. */
	readonly isQuick?: boolean;
	/** What is due so soon, in milliseconds, is due. */
	readonly aheadMs?: number;
};

/** What a look came to. */
export type Looked =
	/** A request is to be made; a token that still serves may have got its file. */
	| ({readonly is: 'due'} & Held)
	/** A valid token is in the file. */
	| {
			readonly is: 'fresh';
			readonly obtainedAt: number;
			readonly expiresAt: number;
			readonly stamp?: string;
			readonly isRenewed: boolean;
			/** It should have been renewed by now. */
			readonly trouble?: LookTrouble;
	  }
	/** There is none. */
	| {readonly is: 'none'; readonly trouble: LookTrouble}
	/** It could not be done. */
	| {readonly is: 'missed'; readonly why: string; readonly needsPerson: boolean};

/** Why there is no newer token: see TokenTrouble. */
export type LookTrouble = {
	readonly title: string;
	readonly said: string;
	/** The first step of the repair. */
	readonly fix: string;
	readonly count: number;
	/** Undefined when only a person can repair it. */
	readonly retryAt?: number;
};
