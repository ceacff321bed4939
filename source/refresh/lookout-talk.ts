import type {UserError} from '../errors.js';
import type {LookWish} from '../watch-port.js';

/** What the watcher asks the process that looks at grants for it. */
export type LookoutQuestion =
	| {readonly verb: 'visit' | 'sweep' | 'tellAdmin'}
	| {readonly verb: 'look'; readonly wish: LookWish};

/** What it is answered: parts, as many as there are, then a value or what is to be told the admin. */
export type LookoutAnswer = {readonly id: number} & (
	| {readonly part: string}
	| {readonly value?: unknown}
	| {
			readonly error: Pick<UserError, 'message' | 'nextSteps' | 'exitCode'>;
	  }
);
