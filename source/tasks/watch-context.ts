import type {WatchEvent} from '../refresh/watch-event.js';
import type {Lookout, Watch} from '../watch-port.js';

/** What the parts of the watcher are given. None of it loads what talks to a network or opens a secret. */
export type WatchContext = {
	readonly watch: Watch;
	readonly lookout: Lookout;
	/** Ends the watcher. */
	readonly signal: AbortSignal;
	readonly log: (event: WatchEvent) => void;
};
