import type {OAuthFaults} from '../faults.js';
import type {Identities} from '../identity.js';
import type {ServiceAccountKey} from '../service-account.js';
import {type Dialect, type Problem, type Refused, refusalBody} from './dialect.js';
import {googleWords} from './google-words.js';
import {microsoftWords} from './microsoft-words.js';
import {plainWords} from './plain-words.js';
import type {SignInBook} from './sign-in-book.js';
import type {TokenBook} from './token-book.js';

/** What all endpoints of the practice authorization server share. */
export type OAuthContext = {
	readonly identities: Identities;
	/** Accounts that may sign in. */
	readonly accounts: readonly string[];
	readonly tokens: TokenBook;
	readonly signIns: SignInBook;
	readonly faults: () => OAuthFaults;
	/** PEM of the certificates that were uploaded to the application, by their SHA-256 thumbprint. */
	readonly uploaded: Map<string, string>;
	readonly serviceAccount: () => ServiceAccountKey;
	readonly now: () => number;
	readonly accessTokenSeconds: number;
	/** https://localhost:PORT */
	readonly origin: () => string;
};

/** One HTTP request, read whole. */
export type OAuthRequest = {
	readonly dialect: Dialect;
	/** Microsoft's tenant segment, decoded. */
	readonly tenant?: string;
	readonly url: URL;
	/** The query of a GET, the form of a POST. */
	readonly parameters: URLSearchParams;
	readonly authorization?: string;
};

export type OAuthResponse = {
	readonly status: number;
	readonly body?: string;
	readonly contentType?: string;
	readonly location?: string;
};

export const json = (value: object, status = 200): OAuthResponse => ({
	status,
	body: JSON.stringify(value),
});

export function inWords(dialect: Dialect, problem: Problem): Refused {
	switch (dialect) {
		case 'microsoft':
			return microsoftWords(problem);
		case 'google':
			return googleWords(problem);
		case 'plain':
			return plainWords(problem);
	}
}

/** The refusal of a token, device or metadata request. */
export function refuse(context: OAuthContext, dialect: Dialect, problem: Problem): OAuthResponse {
	const refused = inWords(dialect, problem);
	return {status: refused.status, body: refusalBody(refused, context.now())};
}

/** The issuer of a dialect (RFC 8414 §2). */
export function issuerOf(context: OAuthContext, dialect: Dialect): string {
	switch (dialect) {
		case 'microsoft':
			return `${context.origin()}/${context.identities.usual.tenant}/v2.0`;
		case 'google':
			return `${context.origin()}/google`;
		case 'plain':
			return context.origin();
	}
}
