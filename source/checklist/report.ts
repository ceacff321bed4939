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
	/** Of TLS: when the host's certificate ends, in milliseconds since 1970. */
	readonly certificateEndsAt?: number;
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
	readonly name: 'tenant' | 'client' | 'secret' | 'certificate' | 'key';
	readonly status: 'running' | 'ok' | 'failed' | 'unknown';
	readonly detail: string;
};

export type ClientReport = {readonly type: 'client'; readonly checks: readonly ClientCheck[]};

export type SignInReport = {
	readonly type: 'sign-in';
	/** Which road succeeded. */
	readonly road: 'browser' | 'paste' | 'device' | 'app';
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
	/** As whom the server let it in, where mailbox and account differ. */
	readonly user?: string;
	readonly roundTrip?: RoundTripReport;
};

/** One virtual host, and what it does with the redirect URI. */
export type HostFinding = {
	/** Such as `track.example.com (*:443)`. */
	readonly name: string;
	/** FILE:LINE */
	readonly at: string;
	/** Requests for the base URL come here. */
	readonly isChosen: boolean;
	readonly is: 'passes' | 'redirects' | 'blocked';
	readonly sentence: string;
	/** The line that decides, where one does. */
	readonly line?: {readonly at: string; readonly text: string};
	/** Lines that may decide before, and that were not worked out. */
	readonly hints: readonly string[];
};

/** Lines for the web server's configuration, and their place. */
export type LinesToAdd = {
	readonly file: string;
	/** Undefined for the end of the file. */
	readonly beforeLine?: number;
	readonly lines: readonly string[];
};

/** Lines that were written, and how that is taken back. */
export type AppliedLines = {
	readonly file: string;
	readonly backup: string;
	/** A shell line. */
	readonly undo: string;
};

/** Whether the redirect URI reaches Tomcat: what an answer tells, and what the configuration of this host does. */
export type WebServerReport = {
	readonly type: 'web-server';
	/** The redirect URI without its query. */
	readonly url: string;
	/** `unread`: an Apache whose configuration can't be read. */
	readonly server: 'apache' | 'nginx' | 'iis' | 'tomcat' | 'none' | 'unread';
	/** One sentence about it. */
	readonly found: string;
	readonly hosts: readonly HostFinding[];
	readonly notes: readonly string[];
	/** mod_jk's, to choose from where it is not clear which one is meant. */
	readonly workers: readonly string[];
	readonly add?: LinesToAdd;
	readonly applied?: AppliedLines;
	/** The shell line that puts a change in force. */
	readonly reload?: string;
	readonly answer: {
		readonly isTomcat: boolean;
		readonly title: string;
		readonly sentence: string;
		/** Status, server and title of the page, as they came. */
		readonly seen: string;
	};
};

/** What came of one From address. */
export type SenderFinding = {
	readonly address: string;
	/** ExtraView's settings that hold it. */
	readonly settings: readonly string[];
	readonly is:
		| 'waiting'
		| 'running'
		| 'fine'
		| 'unseen'
		| 'rewritten'
		| 'on-behalf'
		| 'refused'
		| 'untried';
	readonly summary: string;
	readonly repair: readonly string[];
};

export type SendersReport = {
	readonly type: 'senders';
	readonly recipient: string;
	readonly senders: readonly SenderFinding[];
};

export type Report =
	| ServicesReport
	| ClientReport
	| SignInReport
	| IncomingReport
	| OutgoingReport
	| WebServerReport
	| SendersReport;
