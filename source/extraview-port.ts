import type {Answers} from './extraview/properties/propose.js';
import type {SpoolFacts} from './extraview/spool.js';

/** A properties file's text with all that is needed to write it back byte for byte. */
export type PropertiesFile = {
	/** Where it really lies, links followed. */
	readonly path: string;
	readonly text: string;
	/** Java reads Latin-1; many editors write UTF-8. What is not the one is the other. */
	readonly encoding: 'utf8' | 'latin1';
};

/** Where BatchMail keeps its mails and its log. */
export type SpoolPlace = {
	/** The directory that BatchMail empties. */
	readonly directory: string;
	/** Its log: a file, or the directory of its log files. */
	readonly log?: string;
};

/** ExtraView's side, as far as it lies on this host. All throw UserError for what can't be read or written. */
export type Extraview = {
	/** At most 1 MB. */
	readonly readProperties: (path: string) => Promise<PropertiesFile>;
	/** In one step, with the old file kept beside it; refuses a file that has changed since it was read. */
	readonly writeProperties: (
		before: PropertiesFile,
		text: string,
	) => Promise<{readonly backup: string}>;
	/** Counts and reads; changes nothing. */
	readonly readSpool: (place: SpoolPlace, signal: AbortSignal) => Promise<SpoolFacts>;
	/** What the admin said of property keys, kept for an instance. */
	readonly readAnswers: (instance: string) => Answers;
	/** Adds to what is kept. */
	readonly writeAnswers: (instance: string, answers: Answers) => void;
	/** Takes back what was said of some keys. */
	readonly forgetAnswers: (instance: string, keys: readonly string[]) => void;
};
