import type {Step} from '../catalogue/step.js';

/** What may be known already, and so rule a cause out: of the token its service, scopes, end, account, tenant, and whether a user gave it; of the sign-in the user name that was sent. */
export type Known = 'service' | 'scope' | 'expiry' | 'account' | 'tenant' | 'delegated' | 'user';

/** Another cause that the same evidence allows, and what to look at to tell it from the rest. */
export type OtherCause = (
	| {
			/** A case of the catalogue, whose title is shown. */
			readonly id: string;
	  }
	| {readonly title: string}
) & {
	/** What is seen when this is the cause; `{mailbox}` and the like stand for this grant's. */
	readonly check: string;
	/** The command or address whose answer shows it; it stands behind the check. */
	readonly see?: Exclude<Step, string>;
	/** All of these known to be in order rule it out. */
	readonly unless?: readonly Known[];
};
