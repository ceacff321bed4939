import type {Diagnosis} from '../diagnosis/diagnosis.js';
import type {Report} from './report.js';

/** What was checked, when, and with what result. Nothing stores "this step is done". */
export type Evidence = {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** `said`: the admin's own word. `open`: looked at, nothing is wrong, and something is left to do. */
	readonly outcome: 'proved' | 'failed' | 'said' | 'open';
	/** The values it was found for, as `fitOf` of the step writes them; evidence that does not fit today's is stale. */
	readonly fits: string;
	/** One line for the checklist. */
	readonly summary: string;
	readonly report?: Report;
	readonly diagnosis?: Diagnosis;
};
