/** What every call to the outside carries. An abort rejects with `signal.reason`. */
export type Call = {
	readonly signal: AbortSignal;
	/** Deadline of each wait (one connection, one answer), not of the whole. */
	readonly timeoutMs: number;
};
