import type {Ran} from './programs-port.js';
import type {Credential, Store} from './service/service-plan.js';

/** The host as one that runs services. Files are below `root`, whose own accounts count. */
export type ServiceHost = {
	/** `/`, or where packagers and makers of images have another host's files. */
	readonly root: string;
	/** Of mailgrant. */
	readonly version: string;
	readonly isAdmin: boolean;
	/** The version of systemd that is installed; undefined without one. */
	readonly systemd: () => Promise<number | undefined>;
	/** systemd runs this host. */
	readonly isBooted: boolean;
	/** The words that start this program, absolute. */
	readonly program: readonly string[];
	/** The store that commands use without `--config`, or with it (`isNamed`). */
	readonly store: {readonly directory: string; readonly isNamed: boolean};
	/** The user who asks, and who asks by sudo. */
	readonly ownUser: string;
	readonly accounts: Accounts;
	/** What is at a path; undefined when nothing is. */
	readonly look: (path: string) => Place | undefined;
	/** Where the key of a store comes from; undefined without a store. */
	readonly keyOf: (directory: string) => StoreKey | undefined;
	/** Files of further certificates that grants of a store name; none where nobody may look. */
	readonly caFiles: (
		directory: string,
	) => readonly {readonly grant: string; readonly file: string}[];
	/** The first directory or file on the way to a path that a user may not pass or read; undefined when all is open. */
	readonly closedFor: (account: Account, path: string) => string | undefined;
	readonly readFile: (path: string) => string | undefined;
	/** 0644, in one step, with the directories above it. */
	readonly writeFile: (path: string, text: string) => void;
	readonly removeFile: (path: string) => void;
	/** A random key, 0600; leaves one that is there and gives false. */
	readonly makeKey: (path: string) => boolean;
	/** Brings the file `key` of a store elsewhere; killed at any moment, one of both opens it. */
	readonly moveKey: (directory: string, to: string) => void;
	/** Moves a store and gives it to an account. What was copied over file systems stays beside its old place: gives where. */
	readonly moveStore: (from: string, to: string, owner: Account) => string | undefined;
	/** Makes the accounts of a file of sysusers.d. */
	readonly makeAccounts: (path: string, user: string) => Promise<Ran>;
	/** systemctl, below the root. */
	readonly control: (args: readonly string[]) => Promise<Ran>;
	/** Runs this program with the store, the key and the rights of the service, on this terminal, to its end. Gives its exit code. */
	readonly runAs: (
		service: {
			readonly account: Account;
			readonly user: string;
			readonly store: Store;
			readonly credential?: Credential;
		},
		args: readonly string[],
	) => Promise<number>;
};

export type Account = {readonly uid: number; readonly gid: number};

export type Accounts = {
	readonly user: (name: string) => Account | undefined;
	readonly userName: (uid: number) => string | undefined;
	readonly group: (name: string) => number | undefined;
	readonly groupName: (gid: number) => string | undefined;
	/** Home directories of the users who may have a store: who asks, and who asks by sudo. */
	readonly homes: readonly string[];
};

export type Place = {
	readonly uid: number;
	readonly gid: number;
	readonly isDirectory: boolean;
	/** Nothing is in the directory. */
	readonly isEmpty: boolean;
};

export type StoreKey =
	| {readonly from: 'own'}
	| {readonly from: 'file'; readonly path: string}
	| {readonly from: 'credential'}
	| {readonly from: 'passphrase'};
