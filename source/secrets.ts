import type {AppCertificate} from './certificates-port.js';
import type {Task} from './extraview/properties/known-keys.js';
import type {PendingSignIn, Tokens} from './oauth-port.js';
import type {Renewal} from './renewal.js';

/** The key of a Google service account, as its JSON file has it. */
export type ServiceAccount = {
	readonly email: string;
	/** Google's *Unique ID*: what domain-wide delegation is given to. */
	readonly uniqueId: string;
	readonly keyId: string;
	/** PEM */
	readonly privateKey: string;
};

/** The secrets of one grant; they leave the secret store only for the call that needs them. */
export type Secrets = {
	readonly clientSecret?: {readonly value: string; readonly setAt: number};
	/** In place of a client secret. */
	readonly certificate?: AppCertificate & {readonly setAt: number};
	/** In place of a client secret. */
	readonly serviceAccount?: ServiceAccount & {readonly setAt: number};
	readonly tokens?: Tokens;
	readonly pending?: PendingSignIn;
	readonly renewal?: Renewal;
	/** The properties of ExtraView's tasks as they were pasted; passwords may stand in them. */
	readonly taskTexts?: Readonly<Partial<Record<Task, string>>>;
};
