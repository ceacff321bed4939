import type {Protocol, ProviderId} from '../grant.js';

export type Stage =
	| 'network'
	| 'tls'
	| 'discovery'
	| 'authorize'
	| 'token'
	| 'refresh'
	| 'imap'
	| 'pop3'
	| 'smtp'
	| 'send'
	| 'local';

/** Who can repair it: the admin here, the mailbox's user, the owner of the app registration, a tenant admin, whoever runs the network. */
export type Who = 'you' | 'user' | 'app-owner' | 'admin' | 'network';

/** What went wrong, as structured as it was found. All text comes from outside and is not yet cleaned. No secrets. */
export type Failure = {
	readonly stage: Stage;
	/** What the other side said, or what this host's system said. */
	readonly message: string;
	/** System, TLS or library code such as ECONNREFUSED, of the innermost cause. */
	readonly code?: string;
	/** HOST:PORT or URL that was asked. */
	readonly at?: string;
	readonly protocol?: Protocol;
	/** RFC 6749 §5.2 and §4.1.2.1, with Microsoft's and Google's additions. */
	readonly oauth?: {
		readonly error?: string;
		readonly description?: string;
		/** Numbers such as 7000215, as in Microsoft's `error_codes`. */
		readonly errorCodes?: readonly number[];
		/** Google's `error_subtype`. */
		readonly subtype?: string;
		readonly httpStatus?: number;
		/** Content type when it was not JSON. */
		readonly contentType?: string;
	};
	/** SMTP reply code and enhanced status code (RFC 3463). */
	readonly smtp?: {
		readonly replyCode?: number;
		readonly enhancedCode?: string;
		readonly command?: string;
	};
	/** IMAP or POP3: status, response code in brackets, and the line before a BYE. */
	readonly response?: {readonly status?: string; readonly code?: string};
	/** The base64 challenge of a refused SASL exchange, decoded. */
	readonly challenge?: string;
};

export type Confidence = 'certain' | 'likely' | 'possible';

/** What a failure means. All texts are cleaned and capped. */
export type Diagnosis = {
	/** Case of the catalogue; undefined when only its family, or nothing, is known. */
	readonly id?: string;
	readonly title: string;
	readonly cause: string;
	/** Steps to repair it, in order; commands stand alone. */
	readonly fix: readonly string[];
	readonly who: Who;
	/** Whether the same thing may work later with nothing changed. */
	readonly transient: boolean;
	readonly confidence: Confidence;
	/** The other side's own words. */
	readonly said: string;
	/** Public address where to read on. */
	readonly see?: string;
	/** The checklist step where the repair is made. */
	readonly step?: string;
	/** What else the evidence allows, each with the check that tells it from the rest; a diagnosis that has any is never certain. */
	readonly others?: readonly OtherExplanation[];
	/** What was looked at already and is in order, a sentence each. */
	readonly checked?: readonly string[];
};

/** Another explanation of the same evidence. */
export type OtherExplanation = {
	/** Case of the catalogue, where it is one. */
	readonly id?: string;
	readonly title: string;
	/** What is seen when this one is right; a command stands at its end. */
	readonly check: string;
};

/** What is known beside the failure itself. No secrets: of a token only what it says of itself. */
export type DiagnosisContext = {
	readonly provider: ProviderId;
	readonly mailbox?: string;
	/** Who signs in, where that is not the mailbox itself. */
	readonly account?: string;
	readonly tenant?: string;
	readonly clientId?: string;
	readonly redirectUri?: string;
	readonly neededScopes?: readonly string[];
	readonly token?: TokenFacts;
	/** Seconds since 1970. */
	readonly now?: number;
	/** What the sign-in gave, where the token itself is opaque. */
	readonly granted?: {readonly account?: string; readonly scopes: readonly string[]};
	/** Names of the layers that went well before it failed. */
	readonly passed?: readonly string[];
};

/** What an access token says of itself, read locally; undefined for opaque tokens. */
export type TokenFacts = {
	readonly audience?: string;
	readonly scopes?: readonly string[];
	readonly roles?: readonly string[];
	readonly tenant?: string;
	readonly account?: string;
	/** Seconds since 1970. */
	readonly expiresAt?: number;
	readonly isAppOnly?: boolean;
};
