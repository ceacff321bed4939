import type {Call} from './call.js';
import type {Flow} from './grant.js';
import type {Outcome} from './outcome.js';
import type {Network} from './providers/settings.js';

/** OAuth tokens of one grant. */
export type Tokens = {
	readonly accessToken: string;
	readonly refreshToken?: string;
	readonly idToken?: string;
	/** Milliseconds since 1970. */
	readonly obtainedAt: number;
	readonly expiresAt: number;
	/** As the token answer lists them, else as asked for. */
	readonly scopes: readonly string[];
	/** The flow they came by; it decides whether the client secret goes along with a refresh. */
	readonly flow: Flow;
};

/** A sign-in that was begun: enough to complete it by paste after a restart. */
export type PendingSignIn = {
	readonly state: string;
	readonly codeVerifier: string;
	readonly redirectUri: string;
	/** Client and scope it was begun for. */
	readonly fits: string;
	/** Milliseconds since 1970; completed within ten minutes or not at all. */
	readonly startedAt: number;
};

/** A client as one authorization server knows it. */
export type OAuthClient = {
	readonly authorizeUrl: string;
	readonly tokenUrl: string;
	readonly deviceUrl?: string;
	readonly clientId: string;
	readonly clientSecret?: string;
	readonly scope: string;
	readonly authorizeParameters: Readonly<Record<string, string>>;
	readonly network: Network;
};

/** An application that asks for a token as itself; nobody signs in. */
export type AppClient = Pick<OAuthClient, 'tokenUrl' | 'scope' | 'network'> & {
	readonly clientId: string;
	readonly credential:
		| {readonly type: 'secret'; readonly clientSecret: string}
		/** RFC 7523 §2.2; `sha256` is the certificate's thumbprint in hexadecimal. */
		| {readonly type: 'certificate'; readonly privateKey: string; readonly sha256: string}
		/** RFC 7523 §2.1; `subject` is the mailbox it acts for. */
		| {
				readonly type: 'service-account';
				readonly privateKey: string;
				readonly keyId: string;
				readonly subject: string;
		  };
};

export type DeviceCode = {
	readonly deviceCode: string;
	readonly userCode: string;
	readonly verificationUri: string;
	readonly verificationUriComplete?: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
	readonly intervalMs: number;
};

/** What came back to the redirect URI: a code, or the provider's refusal. */
export type Redirected =
	| {readonly code: string}
	| {readonly error: string; readonly description?: string; readonly subtype?: string};

/** A listening callback server. */
export type CallbackServer = {
	/** Settles once: with the first request that carries the right state. Rejects with the abort reason. */
	readonly redirected: Promise<Redirected>;
	/** Says the outcome in the browser's page, which is answered only then, and ends the server. */
	readonly answer: (outcome: {readonly ok: boolean; readonly message: string}) => Promise<void>;
	readonly close: () => Promise<void>;
};

export type OAuth = {
	/** A new state and PKCE verifier (RFC 7636 §4.1, 256 bits each). */
	readonly begin: (redirectUri: string, fits: string, now: number) => PendingSignIn;
	readonly authorizationUrl: (
		client: OAuthClient,
		pending: PendingSignIn,
		loginHint: string,
	) => string;
	/** Listens on loopback only, IPv4 and IPv6. A busy port is a failure. */
	readonly listen: (options: {
		readonly redirectUri: string;
		readonly state: string;
		readonly signal: AbortSignal;
		/** A request reached the server, whatever it was. */
		readonly onRequest?: () => void;
	}) => Promise<Outcome<CallbackServer>>;
	readonly exchangeCode: (
		client: OAuthClient,
		code: string,
		pending: PendingSignIn,
		call: Call,
	) => Promise<Outcome<Tokens>>;
	/** Keeps the old refresh token when the answer has none (RFC 6749 §6). */
	readonly refresh: (client: OAuthClient, tokens: Tokens, call: Call) => Promise<Outcome<Tokens>>;
	/** A token of the application's own. There is never a refresh token: it is asked for again. */
	readonly requestAppToken: (client: AppClient, call: Call) => Promise<Outcome<Tokens>>;
	readonly requestDeviceCode: (client: OAuthClient, call: Call) => Promise<Outcome<DeviceCode>>;
	/** Polls until the end (RFC 8628 §3.5). */
	readonly pollDevice: (
		client: OAuthClient,
		device: DeviceCode,
		call: Call,
	) => Promise<Outcome<Tokens>>;
	/** The metadata document, whose presence proves the tenant. */
	readonly fetchMetadata: (
		url: string,
		network: Network,
		call: Call,
	) => Promise<Outcome<{readonly issuer?: string; readonly tokenEndpoint?: string}>>;
	/** A token request that cannot succeed for want of a code, or needs no user: tells whether client and secret are known. The failure is the server's answer. */
	readonly probeClient: (
		client: OAuthClient,
		how:
			| {readonly type: 'client-credentials'; readonly scope: string}
			| {readonly type: 'authorization-code'; readonly redirectUri: string},
		call: Call,
	) => Promise<Outcome<void>>;
};
