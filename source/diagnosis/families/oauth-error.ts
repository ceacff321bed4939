import {inStep} from '../../checklist/step-id.js';
import {refusedClient, refusedGrant} from '../other-causes/oauth.js';
import type {Families} from './family.js';

const signInAgain = 'Sign in again as {account}.';

/** OAuth's own errors: RFC 6749 §4.1.2.1 and §5.2, and those of OpenID Connect Core §3.1.2.6. */
export const oauthErrors: Families = {
	invalid_request: {
		title: 'The request is not as the server wants it',
		cause: 'Something in it is missing, doubled or malformed; the server’s words say what.',
		fix: [
			`Compare URLs, tenant and scope of ${inStep('provider')} and ${inStep('client')} with the provider’s.`,
		],
		who: 'you',
		step: 'provider',
	},
	invalid_client: {
		title: 'The server does not accept Client ID and secret',
		cause: 'The Client ID is not known there, or its secret is wrong, has ended or is missing.',
		fix: [
			`Copy Client ID and Client Secret anew from the provider’s portal into ${inStep('client')}.`,
		],
		who: 'app-owner',
		confidence: 'likely',
		step: 'client',
		others: refusedClient,
	},
	invalid_grant: {
		title: 'The server does not accept the code or the sign-in',
		cause:
			'The code or refresh token has ended, was used or revoked, or was made for another client or redirect URI.',
		fix: [signInAgain],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
		others: refusedGrant,
	},
	unauthorized_client: {
		title: 'The app may not ask in this way',
		cause: 'The client is known, but this way to a token, or this account, is not allowed to it.',
		fix: [
			`In the provider’s portal allow authorization code and refresh token, and device code if it is used (${inStep('register')}).`,
		],
		who: 'app-owner',
		step: 'register',
	},
	unsupported_grant_type: {
		title: 'The server does not offer this way of signing in',
		cause: 'It knows no such grant type; or the token URL belongs to something else.',
		fix: [`Check the Access Token URL of ${inStep('provider')}, or choose the other flow.`],
		who: 'you',
		step: 'provider',
	},
	unsupported_response_type: {
		title: 'The server does not offer authorization codes',
		cause: 'The authorization URL belongs to something else, or the client is not allowed codes.',
		fix: [
			`Check the Authorization URL of ${inStep('provider')}, and the client’s type in the portal (${inStep('register')}).`,
		],
		who: 'app-owner',
		step: 'provider',
	},
	invalid_scope: {
		title: 'The server does not accept a scope',
		cause: 'A scope is unknown, malformed, or not allowed to this client.',
		fix: [
			`Compare the scope of ${inStep('provider')} (Ctrl+O) with the provider’s, letter by letter.`,
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	access_denied: {
		title: 'The sign-in was refused',
		cause: 'Whoever signed in pressed Cancel, or the provider’s rules do not allow it.',
		fix: [
			'Sign in again as {account} and accept.',
			'If it was not cancelled, ask the admin who sees the sign-in log.',
		],
		who: 'user',
		step: 'sign-in',
	},
	interaction_required: {
		title: 'Somebody has to sign in again',
		cause:
			'The provider wants more than a request in the background can give, such as a second factor.',
		fix: [signInAgain],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
	},
	login_required: {
		title: 'Somebody has to sign in again',
		cause: 'There is no session that could be gone on with.',
		fix: [signInAgain],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
	},
	consent_required: {
		title: 'Consent is missing',
		cause: 'The account, or an admin for it, has not allowed what the app asks for.',
		fix: [
			`Sign in again and accept the permissions, or have an admin consent (${inStep('register')}).`,
		],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
	},
	invalid_resource: {
		title: 'The server does not know the service that is asked for',
		cause: 'The address in front of a scope names a service that is not there.',
		fix: [`Compare the scope of ${inStep('provider')} (Ctrl+O) with the provider’s.`],
		who: 'you',
		step: 'provider',
	},
	redirect_uri_mismatch: {
		title: 'The redirect URI is not registered',
		cause: 'The client’s list lacks {redirectUri}.',
		fix: [`Register it letter for letter, as ${inStep('redirect')} shows it.`],
		who: 'app-owner',
		confidence: 'likely',
		step: 'redirect',
	},
	server_error: {
		title: 'The sign-in server has a fault',
		cause: 'It says of itself that something went wrong there.',
		fix: ['Try again in a few minutes.'],
		who: 'network',
		transient: true,
	},
	temporarily_unavailable: {
		title: 'The sign-in server is busy',
		cause: 'It is overloaded or under maintenance.',
		fix: ['Try again in a few minutes.'],
		who: 'network',
		transient: true,
		confidence: 'likely',
	},
};

/** Answers of HTTP where no OAuth error came (RFC 9110 §15). */
export function httpFamily(status: number | undefined): Families[string] | undefined {
	if (status === undefined || status < 400) return undefined;
	if (status === 407) {
		return {
			title: 'The proxy wants a sign-in',
			cause: 'The proxy on the way out asks for a user name and password (HTTP 407).',
			fix: [
				`Enter the proxy of ${inStep('provider')} as http://USER:PASSWORD@HOST:PORT, or have {host} allowed without.`,
			],
			who: 'network',
			confidence: 'likely',
			step: 'provider',
		};
	}
	if (status === 429 || status >= 500) {
		return {
			title: status === 429 ? 'The server asks to slow down' : 'The server has a fault',
			cause: `It answers HTTP ${status}: ${status === 429 ? 'too many requests' : 'a trouble of its own, or of a proxy in front of it'}.`,
			fix: ['Wait a few minutes and try again.'],
			who: 'network',
			transient: true,
		};
	}
	return {
		title: status === 404 ? 'There is nothing at this address' : 'The server refuses the request',
		cause: `It answers HTTP ${status} and gives no reason that OAuth knows.`,
		fix: [`Compare the URLs of ${inStep('provider')} with the provider’s.`],
		who: 'you',
		step: 'provider',
	};
}
