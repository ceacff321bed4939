import type {GrantRecord} from './checklist/grant-record.js';
import type {StepId} from './checklist/step-id.js';

/** Where the program is, so that the next start opens there. */
export type Resume = {
	readonly grant?: string;
	readonly step?: StepId;
	/** Cursors of lists that say what was carried over already. */
	readonly carried?: Readonly<Record<string, number>>;
};

/** Settings on disk. Every method reads the file afresh; writes are atomic. Throws UserError for a file that can't be used and never changes it. */
export type GrantStore = {
	readonly directory: string;
	/** The name of the network file system on which the directory lies, such as NFS; undefined on a local disk. */
	readonly networkFileSystem?: () => string | undefined;
	/** In the order of creation, without facts. */
	readonly list: () => readonly Omit<GrantRecord, 'facts'>[];
	/** The same one by one, and none is kept in memory: for who runs on with thousands of them and changes none. As `list` where there is none. */
	readonly visit?: (work: (record: Omit<GrantRecord, 'facts'>) => void) => void;
	readonly read: (name: string) => Omit<GrantRecord, 'facts'> | undefined;
	/** Creates it or takes its place. Transcripts are left out. */
	readonly write: (record: Omit<GrantRecord, 'facts'>) => Promise<void>;
	/** As `write`, for many at once. */
	readonly writeAll: (records: readonly Omit<GrantRecord, 'facts'>[]) => Promise<void>;
	readonly rename: (from: string, to: string) => Promise<void>;
	readonly remove: (name: string) => Promise<void>;
	readonly readResume: () => Resume;
	readonly writeResume: (resume: Resume) => void;
	/** Texts of forms that were not finished, by `GRANT/STEP`, then by field. Never a secret. */
	readonly readDrafts: () => Drafts;
	readonly writeDrafts: (drafts: Drafts) => void;
};

export type Drafts = Readonly<Record<string, Readonly<Record<string, string>>>>;
