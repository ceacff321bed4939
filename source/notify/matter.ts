import type {Ending, Nearness} from '../calendar/ending.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import type {Grant} from '../grant.js';

/** Something of a grant for which a person is needed. */
export type Matter = {
	/** The same as long as it is the same thing, whatever state it is in. */
	readonly id: string;
	readonly grant: Grant;
	/** In a few words. */
	readonly title: string;
	/** What is told once: another state of the same matter is news. */
	readonly state: string;
	/** Nobody is told of it, but what was told is not over yet. */
	readonly isQuiet?: true;
} & (
	| {
			readonly kind: 'renewal';
			/** When it failed last. Milliseconds since 1970. */
			readonly since: number;
			/** Until when the access token serves; undefined when there is none. */
			readonly servesUntil?: number;
			/** It may pass by itself, and has not for long. */
			readonly isStuck?: true;
			readonly diagnosis: Diagnosis;
	  }
	| {
			readonly kind: 'ending';
			readonly nearness: Exclude<Nearness, 'far'>;
			readonly ending: Ending;
	  }
);
