/** Where on the way through a connection something goes wrong. `offers` is CAPABILITY, CAPA or EHLO; `open` what follows the sign-in (SELECT, STAT, MAIL FROM); `answer` an HTTP answer. */
export type FaultPoint =
	| 'connect'
	| 'tls'
	| 'greeting'
	| 'offers'
	| 'sign-in'
	| 'open'
	| 'message'
	| 'answer';

/** `silence` never answers again, `flood` sends a gigabyte without a line end, `close` ends in order, `reset` sends RST. */
export type FaultManner = 'silence' | 'flood' | 'close' | 'reset';

/** The certificates that a practice server can show; see certificates.ts. With `old-versions` a good one, by a server that knows no TLS after 1.1. */
export type CertificateKind =
	| 'good'
	| 'expired'
	| 'not-yet-valid'
	| 'other-host'
	| 'self-signed'
	| 'leaf-only'
	| 'unknown-chain'
	| 'unknown-issuer'
	| 'old-versions';

/** What any of the servers can suffer from. */
export type ServerFaults = {
	readonly breaks?: {readonly at: FaultPoint; readonly how: FaultManner};
	readonly certificate?: CertificateKind;
	/** Speaks plain text where the client expects a TLS handshake. */
	readonly isPlainText?: true;
};

/** An answer of an HTTP endpoint in place of its own. */
export type HttpAnswer = {
	readonly status: number;
	readonly body: string;
	/** application/json when absent. */
	readonly contentType?: string;
};

export type GrantType =
	| 'authorization_code'
	| 'refresh_token'
	| 'device_code'
	| 'client_credentials'
	| 'jwt_bearer';

export type OAuthFaults = ServerFaults & {
	/** A page that stays in the browser, or a refusal that comes back to the redirect URI once the user has accepted. */
	readonly authorize?:
		| {readonly how: 'page'; readonly status: number; readonly text: string}
		| {
				readonly how: 'redirect';
				readonly error: string;
				readonly description?: string;
				readonly subtype?: string;
		  };
	/** By grant type; `any` serves those without an entry of their own. */
	readonly token?: Partial<Record<GrantType | 'any', HttpAnswer>>;
	readonly deviceCode?: HttpAnswer;
	readonly metadata?: HttpAnswer;
	/** What polling for a device code is told, whatever the user did. */
	readonly poll?: 'pending' | 'slow-down' | 'expired' | 'declined';
	/** Scopes and roles that are not granted, by their short name (`SMTP.Send`) or whole. */
	readonly droppedScopes?: readonly string[];
	/** Audience of new access tokens. */
	readonly audience?: string;
	/** New access tokens are those of an application, without a user. */
	readonly isAppOnly?: true;
	/** New access tokens have already ended, though the answer says otherwise. */
	readonly hasExpiredTokens?: true;
	readonly withoutRefreshToken?: true;
	/** How long a refresh token that was used is taken again; not at all when absent. */
	readonly refreshGraceMs?: number;
	/** Life of new access tokens, so that they soon have to be refreshed. */
	readonly accessTokenSeconds?: number;
	/** Every refresh token is dead. */
	readonly isRevoked?: true;
	readonly isSecretExpired?: true;
	/** Whoever was chosen on the page, this account signs in. */
	readonly account?: string;
	/** Seconds that the Date header is ahead of the truth. */
	readonly clockSeconds?: number;
};

/** A refused SASL exchange: a challenge (plain, sent as base64) to be acknowledged first, then the text after the tag (IMAP), `-ERR ` (POP3), or the whole reply (SMTP, lines parted by LF). */
export type Refusal = {readonly challenge?: string; readonly text: string};

export type Mechanism = 'PLAIN' | 'LOGIN' | 'XOAUTH2' | 'OAUTHBEARER';

export type MailFaults = ServerFaults & {
	/** The greeting line in place of the usual one, whole and raw, escape codes and all. */
	readonly greeting?: string;
	/** Mechanisms on offer; the usual ones when absent. */
	readonly mechanisms?: readonly Mechanism[];
	/** STARTTLS is neither offered nor understood. */
	readonly withoutStartTls?: true;
	/** A line that SMTP sends in the clear together with its go-ahead for STARTTLS, as somebody on the way would slip it in. */
	readonly interjection?: string;
	/** SMTP takes the shared mailbox as user, and not its member: contested, and so to be met. */
	readonly isSharedUser?: true;
	/** Every sign-in is refused so. */
	readonly refusal?: Refusal;
	/** Exact answers by command: `SELECT` to `NO …`, `STAT` to `-ERR …`, `RCPT` to `550 …`; `*` is every command after the sign-in that asks something of the mailbox. DATA's is given once the message is in. An IMAP answer that begins with `* ` comes untagged and ends the connection. */
	readonly answers?: Readonly<Record<string, string>>;
	/** Said before the connection ends, after a refusal or after the first command that `answers` served; empty to end it without a word. */
	readonly bye?: string;
};

/** An answer of the web server before ExtraView in place of what is mounted. */
export type WebAnswer = {
	readonly status: number;
	/** Of its page. */
	readonly title: string;
	/** Where it sends the browser that asked for an address. */
	readonly location?: (url: string) => string;
};

export type WebFaults = ServerFaults & {readonly answer?: WebAnswer};

/** Everything that the practice servers can do wrong; independent of each other, so that they combine. */
export type Faults = {
	readonly oauth?: OAuthFaults;
	readonly imap?: MailFaults;
	readonly pop3?: MailFaults;
	readonly smtp?: MailFaults;
	/** The web server before ExtraView. */
	readonly web?: WebFaults;
	/** Delay of each answer, everywhere. */
	readonly latencyMs?: number;
};

/** Faults that are switched while the servers run. What is set holds from the next connection or command on. */
export type FaultSwitch = {
	readonly current: () => Faults;
	/** In place of all that was set before. */
	readonly set: (faults: Faults) => void;
	/** On top of it: server by server, fault by fault. */
	readonly add: (faults: Faults) => void;
	readonly clear: () => void;
};

export function createFaultSwitch(first: Faults = {}): FaultSwitch {
	let current = first;
	return {
		current: () => current,
		set: faults => {
			current = faults;
		},
		add: faults => {
			current = combine(current, faults);
		},
		clear: () => {
			current = {};
		},
	};
}

/** Both at once; where both say something about the same thing, the second wins. */
export function combine(first: Faults, second: Faults): Faults {
	return {
		oauth: {...first.oauth, ...second.oauth},
		imap: {...first.imap, ...second.imap},
		pop3: {...first.pop3, ...second.pop3},
		smtp: {...first.smtp, ...second.smtp},
		web: {...first.web, ...second.web},
		latencyMs: second.latencyMs ?? first.latencyMs,
	};
}
