import type {GrantRecord} from '../../checklist/grant-record.js';
import type {SignInReport} from '../../checklist/report.js';
import type {SignInProgress} from '../../checklist/state.js';
import type {Failure} from '../../diagnosis/diagnosis.js';
import {aadstsNumbers} from '../../diagnosis/extract.js';
import type {OAuthClient, PendingSignIn, Redirected, Tokens} from '../../oauth-port.js';
import type {Outcome} from '../../outcome.js';
import type {Secrets} from '../../secrets.js';
import type {TaskContext} from '../context.js';

export type Road = SignInReport['road'];

/** One sign-in as all of its roads share it. `signal` ends them when one has won. */
export type Attempt = TaskContext & {
	readonly record: GrantRecord;
	readonly secrets: Secrets;
	readonly client: OAuthClient;
	readonly pending: PendingSignIn;
	readonly progress: () => SignInProgress;
	readonly show: (change: Partial<SignInProgress>) => void;
	/** The first call ends the sign-in. */
	readonly end: (road: Road, result: Outcome<Tokens>) => void;
	/** Ends it with a bug, unless it has ended anyway. */
	readonly follow: (work: Promise<void>) => void;
};

/** The provider's own refusal, as it stands in the address that the browser was sent to (RFC 6749 §4.1.2.1). */
export function refusal({
	error,
	description,
	subtype,
}: Extract<Redirected, {readonly error: string}>): Failure {
	return {
		stage: 'authorize',
		message: description ?? error,
		oauth: {error, description, subtype, errorCodes: aadstsNumbers(description ?? '')},
	};
}
