import type {NotifyState} from './notify/notify-state.js';

/** Who is told and what was told, kept for all processes that have the store, of all hosts. Throws UserError for a file that can't be used and never changes it, and for a server that can't be reached. */
export type NotifyStore = {
	readonly read: () => Promise<NotifyState>;
	/** Reads, changes and writes in one go. */
	readonly update: (change: (state: NotifyState) => NotifyState) => Promise<NotifyState>;
	/** One process at a time; others wait, until the signal aborts. What a killed one held is taken over. */
	readonly exclusively: <Value>(
		work: () => Promise<Value>,
		options: {readonly signal: AbortSignal},
	) => Promise<Value>;
};
