import type {Grant, Protocol} from '../grant.js';
import type {Endpoint} from '../providers/provider.js';

/** What `--for` takes. */
export type ProgramId =
	| 'msmtp'
	| 'mbsync'
	| 'getmail'
	| 'fetchmail'
	| 'neomutt'
	| 'postfix'
	| 'imapsync'
	| 'env'
	| 'json';

/** What another program has to know of a grant. No secrets. */
export type Access = {
	readonly grant: Grant;
	/** Of the chosen services only. */
	readonly services: Partial<Record<Protocol, Endpoint>>;
	readonly scopes: readonly string[];
	/** Trusted beside the usual ones. */
	readonly caFile?: string;
	/** Who signs in where: incoming mail is read as the mailbox, outgoing mail sent as its member. */
	readonly user: {readonly incoming: string; readonly outgoing: string};
	/** The command that prints a token, word by word. */
	readonly tokenCommand: readonly string[];
	/** The same for a program that root starts. */
	readonly tokenCommandAsRoot: readonly string[];
	/** The grant's name in ASCII without spaces, for names that configurations give to accounts. */
	readonly label: string;
};

/** How the program itself is tried with the configuration. */
export type Trial = {
	/** As it is called. */
	readonly program: string;
	/** Debian's package of it. */
	readonly package: string;
	/** Files that are written into a private directory, and what the program is started with. */
	readonly prepare: (directory: string) => {
		readonly files: Readonly<Record<string, string>>;
		readonly args: readonly string[];
		readonly input?: string;
	};
	/** What has worked when it ends well; a sentence. */
	readonly worked: string;
	/** Its own words for a server that refuses the token, where it keeps the server's to itself. */
	readonly refused?: {readonly words: RegExp; readonly protocol: 'imap' | 'pop3'};
	/** Words of a failure after which it ends as if there had been none. */
	readonly failed?: RegExp;
	/** Words after which it only hangs. */
	readonly hangsAfter?: RegExp;
};

/** A configuration that makes a program use a grant. */
export type Exported = {
	/** What the file holds, with a line break at its end. */
	readonly text: string;
	/** Where it goes; undefined for what is no file of the program's. */
	readonly file?: string;
	/** It is run, and not read. */
	readonly isScript?: true;
	/** What has to be installed, done or known; sentences. */
	readonly notes: readonly string[];
	/** Or why it can't be tried from here; a sentence. */
	readonly trial: Trial | {readonly why: string};
};

/** The same, or why the program can't use this grant; a sentence and what to do instead. */
export type Export = Exported | {readonly unfit: string; readonly nextSteps: readonly string[]};
