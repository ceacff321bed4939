import type {Matter} from './matter.js';

/** Who is told by mail when something needs a person, and by which way. No secret. */
export type NotifySettings = {
	/** Nobody is told while it is empty. */
	readonly to: readonly string[];
	/** The grant that is asked first. */
	readonly through?: string;
	/** HOST:PORT of a server that takes mail without a sign-in, for when no grant works. */
	readonly relay?: string;
	/** The sender of what goes by the relay; this program at this host when absent. */
	readonly from?: string;
};

/** A matter as it was told last. */
export type Told = Pick<Matter, 'kind' | 'title' | 'state'> & {
	readonly grant: string;
	/** Milliseconds since 1970. */
	readonly at: number;
};

/** What could not be sent, and when it is tried again. */
export type NotifyFailure = {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly retryAt: number;
	/** Failures in a row. */
	readonly count: number;
	readonly tried: readonly Tried[];
	/** That could not send it. */
	readonly host?: string;
};

/** A way that did not take the mail: the name of a grant or a relay, and why. */
export type Tried = {readonly through: string; readonly why: string};

/** Settings, and what all processes remember of what was told. */
export type NotifyState = {
	readonly settings: NotifySettings;
	/** By the id of the matter. */
	readonly told: Readonly<Record<string, Told>>;
	/** The last mail that went out; `isTest` where nothing was told by it. */
	readonly last?: {readonly at: number; readonly through: string; readonly isTest?: true};
	readonly failure?: NotifyFailure;
};

export const nobodyIsTold: NotifyState = {settings: {to: []}, told: {}};
