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
