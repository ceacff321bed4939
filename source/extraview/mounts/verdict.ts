import type {Place, Scope} from './configuration.js';

/** Why a redirect URI does not reach Tomcat. */
export type Reason =
	| 'missing'
	| 'not-inherited'
	| 'wrong-case'
	| 'in-location'
	| 'unmounted'
	| 'condition'
	| 'no-module'
	| 'no-worker'
	| 'no-jk'
	| 'rewritten'
	| 'redirected';

/** What a virtual host does with the redirect URI. */
export type Verdict =
	| {
			readonly is: 'passes';
			readonly through: 'mod_jk' | 'mod_proxy' | 'handler';
			readonly sentence: string;
			readonly by: Place;
			/** As it stands there. */
			readonly text: string;
	  }
	| {
			readonly is: 'redirects';
			readonly sentence: string;
			readonly to: string;
			readonly by: Place;
			readonly text: string;
	  }
	| {
			readonly is: 'blocked';
			readonly reason: Reason;
			readonly sentence: string;
			/** What decides, where one line does. */
			readonly by?: Place;
			readonly text?: string;
			/** What to do, in order; the lines to add stand apart. */
			readonly fix: readonly string[];
			/** Adding the two lines is the repair. */
			readonly canAdd: boolean;
	  };

/** What mailgrant would write. */
export type Insertion = {
	readonly file: string;
	/** They go before this line; undefined for the end of the file. */
	readonly beforeLine?: number;
	/** The two mounts, without indentation. */
	readonly lines: readonly string[];
	readonly worker: string;
};

export type HostVerdict = {
	/** Such as `track.example.com (*:443)`. */
	readonly name: string;
	readonly scope: Scope;
	readonly place: Place;
	readonly isSecure: boolean;
	/** Requests for the base URL come here. */
	readonly isChosen: boolean;
	readonly verdict: Verdict;
	/** Where the lines go; undefined where they are not the repair, or no place can be told. */
	readonly insertion?: Insertion;
	/** Lines that may decide before, and that were not worked out. */
	readonly hints: readonly string[];
};

/** FILE:LINE */
export const placeText = ({file, line}: Place) => `${file}:${line}`;

/** What to say where it is not clear which worker the lines belong to. */
export const describeWorkers = (workers: readonly string[]) =>
	workers.length > 0
		? `Which Tomcat worker the lines belong to is not clear. Choose one of ${workers.join(', ')}: --worker NAME`
		: 'Which Tomcat worker the lines belong to is not clear: no list of workers was found. Name it: --worker NAME';
