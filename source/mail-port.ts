import type {Call} from './call.js';
import type {Layer, MailboxFacts} from './checklist/report.js';
import type {Failure} from './diagnosis/diagnosis.js';
import type {DeliveredHeaders} from './extraview/senders.js';
import type {Protocol} from './grant.js';
import type {Outcome} from './outcome.js';
import type {Endpoint} from './providers/provider.js';
import type {Network} from './providers/settings.js';

/** Layers as they happen: the whole list so far, each time one begins or ends. */
export type OnLayers = (layers: readonly Layer[]) => void;

export type MailCall = Call & {
	readonly onLayers: OnLayers;
	/** One line of the dialogue, secrets already masked, `C: ` or `S: ` before it. */
	readonly onLine?: (line: string) => void;
};

/** An authenticated dialogue: where, as whom, with what. */
export type MailSession = {
	readonly protocol: Protocol;
	readonly endpoint: Endpoint;
	readonly network: Network;
	readonly user: string;
	readonly accessToken: string;
};

export type ProbeResult = {
	readonly layers: readonly Layer[];
	readonly failure?: Failure;
	/** SASL mechanisms that a token can be used with. */
	readonly mechanisms: readonly ('XOAUTH2' | 'OAUTHBEARER')[];
	/** Milliseconds since 1970, from the Date header of an HTTP answer. */
	readonly remoteTime?: number;
};

export type OpenResult = {
	readonly layers: readonly Layer[];
	readonly failure?: Failure;
	readonly mailbox?: MailboxFacts;
};

export type SendResult = {
	readonly layers: readonly Layer[];
	readonly failure?: Failure;
	/** With angle brackets. */
	readonly messageId?: string;
};

/** A message in plain text. */
export type Message = {
	readonly from: string;
	readonly to: string;
	readonly subject: string;
	readonly text: string;
};

export type Mail = {
	/** Name, connection, TLS, greeting, capabilities; no credentials. `https` asks for `url` and reads status and date. */
	readonly probe: (
		target:
			| {readonly protocol: Protocol; readonly endpoint: Endpoint; readonly network: Network}
			| {readonly protocol: 'https'; readonly url: string; readonly network: Network},
		call: MailCall,
	) => Promise<ProbeResult>;
	/** Past authentication to the opened mailbox (IMAP EXAMINE, POP3 STAT). */
	readonly open: (session: MailSession, call: MailCall) => Promise<OpenResult>;
	readonly send: (session: MailSession, message: Message, call: MailCall) => Promise<SendResult>;
	/** Hands a message to a server that takes it without a sign-in, such as the one of this host. */
	readonly relay: (
		server: {readonly host: string; readonly port: number},
		message: Message,
		call: MailCall,
	) => Promise<SendResult>;
	/** Looks for a Message-ID until it is there; gives false when `waitMs` has passed. */
	readonly waitFor: (
		session: MailSession,
		messageId: string,
		options: {readonly waitMs: number},
		call: Call,
	) => Promise<Outcome<boolean>>;
	/** As waitFor, then From, Sender and Reply-To of the message as it was delivered; undefined when it has not come. */
	readonly headers: (
		session: MailSession,
		messageId: string,
		options: {readonly waitMs: number},
		call: Call,
	) => Promise<Outcome<DeliveredHeaders | undefined>>;
	/** Proxies that the environment puts in force for these hosts, such as `HTTPS_PROXY http://proxy:3128`; user info left out. */
	readonly proxies: (network: Network, hosts: readonly string[]) => readonly string[];
};
