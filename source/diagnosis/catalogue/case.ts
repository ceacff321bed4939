import type {StepId} from '../../checklist/step-id.js';
import type {ProviderId} from '../../grant.js';
import type {Confidence, Stage, Who} from '../diagnosis.js';
import type {OtherCause} from '../other-causes/other-cause.js';
import type {Step} from './step.js';

/** What a failure has to show. Of what is named here all has to hold. */
export type Evidence = {
	/** Microsoft's numbers, in `error_codes` or after `AADSTS`. */
	readonly aadsts?: readonly number[];
	/** OAuth `error`. */
	readonly error?: readonly string[];
	/** Google's `error_subtype`. */
	readonly subtype?: readonly string[];
	/** System, TLS or library code. */
	readonly code?: readonly string[];
	/** SMTP reply code. */
	readonly reply?: readonly number[];
	/** SMTP enhanced status code. */
	readonly enhanced?: readonly string[];
	/** IMAP or POP3 response code, without brackets. */
	readonly response?: readonly string[];
	/** A web page where JSON was due. */
	readonly isPage?: true;
	/** The token is an application's own. */
	readonly isAppOnly?: true;
	readonly text?: RegExp;
	readonly unless?: RegExp;
};

/** A failure that can be explained. */
export type Case = {
	readonly id: string;
	readonly provider: ProviderId | 'any';
	/** Where it is met. */
	readonly stages: readonly Stage[];
	/** One of these is enough; structured evidence before texts. */
	readonly match: readonly Evidence[];
	readonly title: string;
	readonly cause: string;
	readonly fix: readonly Step[];
	readonly who: Who;
	readonly transient?: true;
	/** `certain` when not said: the evidence leaves one cause. */
	readonly confidence?: Confidence;
	readonly see?: string;
	readonly step?: StepId;
	/** The server refuses without a reason: what the token says of itself is asked first. */
	readonly isUnexplained?: true;
	/** What takes the place of cause and repair where nothing speaks against the token. */
	readonly withGoodToken?: Pick<Case, 'cause' | 'fix' | 'who'>;
	/** The same of a shared mailbox, for which the right account has signed in. */
	readonly withMember?: Pick<Case, 'title' | 'cause' | 'fix' | 'who'>;
	/** The same where the application signs in as itself. */
	readonly withApp?: Pick<Case, 'title' | 'cause' | 'fix' | 'who'>;
	/** What else the evidence allows; a case that has any is not certain. */
	readonly others?: readonly OtherCause[];
};
