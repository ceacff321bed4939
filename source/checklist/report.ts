import type {Diagnosis} from '../diagnosis/diagnosis.js';
import type {Flow, Protocol} from '../grant.js';

/** In the order in which a connection passes them. */
export type LayerName =
	| 'name'
	| 'proxy'
	| 'connect'
	| 'TLS'
	| 'greeting'
	| 'offers'
	| 'answer'
	| 'sign in'
	| 'open'
	| 'sender'
	| 'recipient'
	| 'message';

/** One layer of a connection; `detail` is cleaned. */
export type Layer = {
	readonly name: LayerName;
	readonly status: 'running' | 'ok' | 'failed';
	readonly ms?: number;
	readonly detail: string;
};

/** What was found of one host. */
export type ServiceReport = {
	readonly protocol: Protocol | 'https';
	/** HOST:PORT */
	readonly at: string;
	readonly status: 'running' | 'ok' | 'failed';
	readonly ms: number;
	readonly layers: readonly Layer[];
	readonly diagnosis?: Diagnosis;
	/** The dialogue, secrets masked, one line each with C or S before it. Never stored. */
	readonly transcript?: readonly string[];
};

export type ServicesReport = {
	readonly type: 'services';
	readonly services: readonly ServiceReport[];
	/** This host's clock minus the provider's, in seconds; undefined when no answer told the time. */
	readonly clockSeconds?: number;
	/** What is in force, such as `HTTPS_PROXY http://proxy:3128`; user info left out. */
	readonly proxies: readonly string[];
};

/** One thing that is verified of a client before anyone signs in. */
export type ClientCheck = {
	readonly name: 'tenant' | 'client' | 'secret';
	readonly status: 'running' | 'ok' | 'failed' | 'unknown';
	readonly detail: string;
};

export type ClientReport = {readonly type: 'client'; readonly checks: readonly ClientCheck[]};

export type SignInReport = {
	readonly type: 'sign-in';
	/** Which road succeeded. */
	readonly road: 'browser' | 'paste' | 'device';
	readonly flow: Flow;
	/** Who signed in, as far as the tokens or the mail service tell. */
	readonly account?: string;
	readonly grantedScopes: readonly string[];
	readonly missingScopes: readonly string[];
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
	readonly hasRefreshToken: boolean;
};

/** An opened mailbox. */
export type MailboxFacts = {
	readonly messages: number;
	readonly newest?: {readonly subject: string; readonly date?: string};
};

export type IncomingReport = {
	readonly type: 'incoming';
	readonly service: ServiceReport;
	readonly mailbox?: MailboxFacts;
};

export type RoundTripReport = {
	readonly ok: boolean;
	readonly seconds?: number;
	readonly diagnosis?: Diagnosis;
};

export type OutgoingReport = {
	readonly type: 'outgoing';
	readonly service: ServiceReport;
	readonly recipient: string;
	readonly messageId?: string;
	readonly roundTrip?: RoundTripReport;
};

export type Report = ServicesReport | ClientReport | SignInReport | IncomingReport | OutgoingReport;
