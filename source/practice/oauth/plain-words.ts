import type {Problem, Refused} from './dialect.js';

/** As RFC 6749 §4.1.2.1 and §5.2, RFC 7636 §4.4.1 and RFC 8628 §3.5 name them. */
export function plainWords(problem: Problem): Refused {
	const refuse = (error: string, description?: string, status = 400): Refused => ({
		status,
		error,
		description,
	});
	switch (problem.type) {
		case 'tenant-unknown':
		case 'tenant-malformed':
			return refuse('invalid_request', 'There is nothing at this address.', 404);
		case 'client-unknown':
			return refuse('invalid_client', 'The client is not known.', 401);
		case 'secret-missing':
			return refuse('invalid_client', 'The client did not authenticate.', 401);
		case 'secret-wrong':
			return refuse('invalid_client', 'The client secret is wrong.', 401);
		case 'secret-expired':
			return refuse('invalid_client', 'The client secret has expired.', 401);
		case 'secret-unwanted':
			return refuse('invalid_client', 'A public client has no secret.', 401);
		case 'assertion-wrong':
			return refuse('invalid_client', 'The client assertion is not of a key of this client.', 401);
		case 'assertion-time':
			return refuse('invalid_client', 'The assertion is not within its time.', 401);
		case 'delegate-unknown':
		case 'delegate-signature':
		case 'delegate-user':
			return refuse('invalid_grant', 'The assertion is not taken.');
		case 'delegate-scope':
			return refuse('unauthorized_client', 'The assertion asks for more than is allowed.');
		case 'redirect-unknown':
			return refuse('invalid_request', `redirect_uri ${problem.redirectUri} is not registered.`);
		case 'challenge-missing':
			return refuse('invalid_request', 'code_challenge with method S256 is required.');
		case 'verifier-wrong':
			return refuse('invalid_grant', 'code_verifier does not match code_challenge.');
		case 'code-unknown':
			return refuse('invalid_grant', 'The authorization code is not known or has expired.');
		case 'code-used':
			return refuse('invalid_grant', 'The authorization code was used before.');
		case 'refresh-dead':
			return refuse('invalid_grant', 'The refresh token is not known, was used, or is revoked.');
		case 'scope-missing':
			return refuse('invalid_scope', 'No scope was asked for.');
		case 'scope-invalid':
		case 'scope-mixed':
			return refuse('invalid_scope', `The scope ${problem.scope} is not known.`);
		case 'scope-beyond-grant':
			return refuse('invalid_scope', 'The scope is wider than what was granted.');
		case 'device-scope':
			return refuse('invalid_scope', `The scope ${problem.scope} is not for devices.`);
		case 'user-unknown':
			return refuse('access_denied', `There is no account ${problem.account}.`);
		case 'user-declined':
			return refuse('access_denied', 'The user declined.');
		case 'device-pending':
			return refuse('authorization_pending');
		case 'device-slow-down':
			return refuse('slow_down');
		case 'device-expired':
			return refuse('expired_token', 'The device code has expired.');
		case 'device-declined':
			return refuse('access_denied', 'The user declined.');
		case 'grant-type-unknown':
			return refuse('unsupported_grant_type', `${problem.grantType} is not served.`);
		case 'response-type-unknown':
			return refuse('unsupported_response_type', 'Only response_type=code is served.');
		case 'parameter-missing':
			return refuse('invalid_request', `${problem.name} is missing.`);
	}
}
