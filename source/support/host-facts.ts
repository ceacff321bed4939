/** Where the program runs, as far as it may matter for a fault. No value of a variable that could hold a secret. */
export type HostFacts = {
	readonly version: string;
	/** Such as `single executable`. */
	readonly form: string;
	readonly runtime: string;
	/** Kernel, architecture, distribution, C library. */
	readonly system: string;
	readonly timeZone: string;
	readonly isRoot: boolean;
	readonly terminal: {
		readonly input: boolean;
		readonly output: boolean;
		readonly columns?: number;
		readonly rows?: number;
		/** Such as `TERM xterm-256color`. */
		readonly variables: readonly string[];
		/** What stands between, such as `SSH, tmux`. */
		readonly between: string;
	};
	/** Variables that change what the program does and are set, by name. */
	readonly settings: readonly string[];
	readonly store: {
		/** Absolute. */
		readonly directory: string;
		/** Such as `NFS`; undefined on a local disk. */
		readonly networkFileSystem?: string;
		/** A line each: mode, owner, size in bytes, day of the last change, name. */
		readonly files: readonly string[];
	};
};
