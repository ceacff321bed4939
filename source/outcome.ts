import type {Failure} from './diagnosis/diagnosis.js';

/** What an adapter found: a value, or a failure to be diagnosed. Bugs and aborts are thrown. */
export type Outcome<Value> =
	| {readonly ok: true; readonly value: Value}
	| {readonly ok: false; readonly failure: Failure};
