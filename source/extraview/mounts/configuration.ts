/** Where something stands. */
export type Place = {
	/** The path by which it was included; a link is not followed here. */
	readonly file: string;
	readonly line: number;
	/** It comes from the body of a macro, which other hosts may use too. */
	readonly isFromMacro?: boolean;
};

/** A section that a directive stands in, such as `<Location /evj>`; name in lower case. */
export type Section = {readonly name: string; readonly argument: string};

export type Directive = {
	/** In lower case. */
	readonly name: string;
	readonly words: readonly string[];
	readonly place: Place;
	/** Sections inside the virtual host, outermost first; conditions are no part of it. */
	readonly within: readonly Section[];
};

/** The global part, or one virtual host. Only directives that bear on the way of a request are kept. */
export type Scope = {
	/** Arguments of `<VirtualHost …>`; undefined for the global part. */
	readonly addresses?: readonly string[];
	/** Of its first line. */
	readonly place: Place;
	/** Of `</VirtualHost>`; undefined for the global part. */
	readonly end?: Place;
	readonly directives: readonly Directive[];
};

/** A directive that is there and has no effect, since a condition around it does not hold. */
export type Skipped = {readonly directive: Directive; readonly condition: string};

/** A file that is part of the configuration and was not read. */
export type Unread = {readonly file: string; readonly why: string; readonly includedAt?: Place};

export type Configuration = {
	readonly main: Scope;
	/** In the order in which httpd reads them. */
	readonly hosts: readonly Scope[];
	readonly skipped: readonly Skipped[];
	/** Identifiers such as `jk_module`. */
	readonly modules: ReadonlySet<string>;
	readonly unread: readonly Unread[];
	/** Absolute paths of what was read, in order, each once. */
	readonly files: readonly string[];
	/** Absolute patterns of Include and IncludeOptional. */
	readonly includes: readonly string[];
	/** Names of the workers in `worker.list`, without status workers. */
	readonly workers: readonly string[];
	/** Rules of the files that JkMountFile names, by absolute path. */
	readonly mountFiles: ReadonlyMap<string, readonly MountFileRule[]>;
	/** What this reading could not take into account. */
	readonly notes: readonly string[];
};

/** A line of a mount file: `/path=worker`, with `!`, `-` and `|` still in the path. */
export type MountFileRule = {
	readonly path: string;
	readonly worker: string;
	readonly place: Place;
};

/** What the adapter knows before it has read a file. */
export type Setting = {
	/** HTTPD_ROOT, until ServerRoot says otherwise. */
	readonly root: string;
	/** Such as 2.4.66; 2.4.0 when unknown. */
	readonly version?: string;
	/** Of the environment that httpd is started with. */
	readonly variables: ReadonlyMap<string, string>;
	/** Names that httpd was given with `-D`. */
	readonly defines?: readonly string[];
	/** Source names of what is compiled in, such as `mod_so.c`. */
	readonly compiledIn: readonly string[];
};

/** What the adapter has read so far. */
export type Library = {
	/** Absolute path to text, or why it could not be read. */
	readonly texts: ReadonlyMap<string, {readonly text: string} | {readonly why: string}>;
	/** Absolute pattern to the absolute paths that it stands for, in httpd's order. */
	readonly matches: ReadonlyMap<string, readonly string[]>;
};

/** What is still needed to go on reading. */
export type Wanted = {readonly files: readonly string[]; readonly patterns: readonly string[]};
