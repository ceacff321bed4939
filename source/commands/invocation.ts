import type {AuditLine} from '../audit-port.js';
import type {GrantStore} from '../grant-store-port.js';
import type {ServiceHost} from '../service-port.js';
import type {Services} from '../services.js';
import type {StoreAdmin} from '../store-port.js';
import type {HostFacts} from '../support/host-facts.js';
import type {Vault} from '../vault-port.js';
import type {Lookout, TokenFiles, Watch} from '../watch-port.js';
import type {Input} from './input.js';
import type {Output} from './output.js';

/** Everything that a command is given. */
export type Invocation = {
	readonly arguments: readonly string[];
	/** By name without dashes; true for a flag that takes no value. */
	readonly options: Readonly<Record<string, string | true | undefined>>;
	readonly isJson: boolean;
	/** Deadline of each wait for another host. */
	readonly timeoutMs: number;
	/** Aborts with an Interrupted. */
	readonly signal: AbortSignal;
	readonly input: Input;
	readonly output: Output;
	readonly world: World;
};

/** What only the program's entry can wire, since commands import no adapter. */
export type World = {
	/** The real services over the store. `only`: the grants that are wanted, which spares a store on another host to send all. */
	readonly openServices: (wish?: {readonly only?: readonly string[]}) => Promise<Services>;
	/** What is done to the store itself. */
	readonly openStoreAdmin: () => Promise<StoreAdmin>;
	/** The names of all grants, in the order of creation; no key is needed for them. */
	readonly readNames: () => Promise<readonly string[]>;
	/** The same store as a whole. */
	readonly openVault: () => Promise<Vault>;
	/** What was written down of the use of secrets, the oldest first. */
	readonly readAudit: () => Promise<readonly AuditLine[]>;
	/** Where the program runs; opens nothing. */
	readonly describeHost: () => Promise<HostFacts>;
	/** Writes a new file that only this user can read, and gives its absolute path. */
	readonly writeReport: (file: string, text: string) => Promise<string>;
	/** What the watcher does beside; while it runs, SIGHUP reads the grants again. Either with who looks at the grants for it, in another process, or with the services to do so in this one. Throws UserError for what can't be done. */
	readonly openWatch: (
		wish: TokenFilesWish & {
			/** For the shell, after each renewal. */
			readonly command?: string;
		},
	) => Promise<OpenedWatch>;
	/** The token files of a watcher, for the process that writes them; from then on SIGHUP is none of its business. */
	readonly openTokenFiles: (
		services: Services,
		wish: TokenFilesWish,
	) => Promise<{
		readonly tokenFiles: TokenFiles;
		/** Tells the stored tokens of a grant from those that may take their place. */
		readonly stampOf: (grant: string) => string | undefined;
	}>;
	/** This host, or the one below a root, as one that runs services. */
	readonly openServiceHost: (root: string | undefined) => Promise<ServiceHost>;
	/** What is printed goes to the systemd journal, which adds the time. */
	readonly isJournal: boolean;
	/** Runs the screens to their end, or the same line by line. Throws UserError where nobody could answer. */
	readonly showScreens: (wish: SurfaceWish) => Promise<void>;
	/** The same against practice servers, with a configuration that is thrown away. */
	readonly showPractice: (options: PracticeWish & SurfaceWish) => Promise<void>;
	/** Starts the practice servers alone: the line that describes them, and their end. */
	readonly servePractice: (options: PracticeWish) => Promise<{
		readonly line: object;
		readonly close: () => Promise<void>;
	}>;
	/** Lets go of what was opened; nothing is waited for that is not asked already. */
	readonly close: () => Promise<void>;
	/** What the practice servers can be made to do wrong, by the ids of the failures that come of it. */
	readonly practiceFaults: () => Promise<readonly string[]>;
};

export type OpenedWatch = {readonly watch: Watch} & (
	| {
			readonly services?: undefined;
			readonly lookout: Lookout;
			/** Where the store is. */
			readonly grants: Pick<GrantStore, 'directory' | 'networkFileSystem'>;
	  }
	| {readonly services: Services}
);

export type TokenFilesWish = {
	readonly tokenDirectory?: string;
	/** USER[:GROUP] */
	readonly owner?: string;
};

export type SurfaceWish = {
	/** Line by line. */
	readonly isPlain: boolean;
	/** For the ear: whole pages in the order of reading. */
	readonly isScreenReader: boolean;
};

export type PracticeWish = {
	/** What is wrong from the start: one of `practiceFaults`. */
	readonly fault?: string;
};
