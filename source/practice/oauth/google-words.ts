import type {Problem, Refused} from './dialect.js';
import {plainWords} from './plain-words.js';

/** Google's texts where they are known, the RFCs' errors elsewhere. */
export function googleWords(problem: Problem): Refused {
	const refuse = (error: string, description: string, status = 400): Refused => ({
		status,
		error,
		description,
	});
	switch (problem.type) {
		case 'client-unknown':
			return refuse('invalid_client', 'The OAuth client was not found.', 401);
		case 'secret-missing':
			return refuse('invalid_request', 'client_secret is missing.');
		case 'secret-wrong':
		case 'secret-expired':
			return refuse('invalid_client', 'The provided client secret is invalid.', 401);
		case 'delegate-unknown':
			return refuse('invalid_grant', 'Invalid grant: account not found');
		case 'delegate-signature':
			return refuse('invalid_grant', 'Invalid JWT Signature.');
		case 'delegate-user':
			return refuse('invalid_grant', 'Invalid email or User ID');
		case 'delegate-scope':
			return refuse(
				'unauthorized_client',
				'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
				401,
			);
		case 'assertion-time':
			return refuse(
				'invalid_grant',
				'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
			);
		case 'redirect-unknown':
			return refuse(
				'redirect_uri_mismatch',
				`You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy. If you're the app developer, register the redirect URI in the Google Cloud Console.\nRequest Details: redirect_uri=${problem.redirectUri} flowName=GeneralOAuthFlow`,
			);
		case 'code-unknown':
			return refuse('invalid_grant', 'Malformed auth code.');
		case 'code-used':
			return refuse('invalid_grant', 'Bad Request');
		case 'refresh-dead':
			return refuse('invalid_grant', 'Token has been expired or revoked.');
		case 'scope-invalid':
			return refuse(
				'invalid_scope',
				`Some requested scopes were invalid. {valid=[${problem.valid.join(', ')}], invalid=[${problem.scope}]}`,
			);
		case 'device-scope':
			return refuse('invalid_scope', `Invalid device flow scope: ${problem.scope}`);
		default:
			return plainWords(problem);
	}
}

/** What the page shows before the description. */
export const googlePageTitle = (refused: Refused) => `Error ${refused.status}: ${refused.error}`;
