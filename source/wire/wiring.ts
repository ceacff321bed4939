import type {Setting} from '../commands/run.js';

/** What the process gives to be wired. */
export type Wiring = Setting & {
	/** Of the program. */
	readonly version: string;
	readonly signal: AbortSignal;
	readonly print: (text: string) => void;
	/** Troubles that stop nothing. */
	readonly tell: (text: string) => void;
	/** A question whose answer is not echoed; undefined without a terminal. */
	readonly askHidden: ((question: string) => Promise<string>) | undefined;
	/** Takes SIGHUP over; undefined gives it back. */
	readonly onHangUp: (call: (() => void) | undefined) => void;
};
