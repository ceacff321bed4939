import type {Diagnosis} from './diagnosis/diagnosis.js';

/** What became of renewing the tokens since it went well last. It holds no secret, and lies beside the tokens that it is about. */
export type Renewal = {
	/** A refresh began whose answer is not stored: where refresh tokens serve once, this one may be used up. Milliseconds since 1970. */
	readonly begunAt?: number;
	readonly failure?: RenewalFailure;
};

export type RenewalFailure = {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Failures in a row. */
	readonly count: number;
	/** When it may be tried again; undefined when only a person can repair it. */
	readonly retryAt?: number;
	/** The settings, secret and sign-in that it was found with; with others it is forgotten. */
	readonly fits: string;
	readonly diagnosis: Diagnosis;
};
