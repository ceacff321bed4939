import {tenantDomain} from '../identity.js';
import type {Problem, Refused} from './dialect.js';
import {plainWords} from './plain-words.js';

/** Entra's numbers and texts where they are known, the RFCs' errors elsewhere. */
export function microsoftWords(problem: Problem): Refused {
	const refuse = (error: string, number: number, description: string, status = 400): Refused => ({
		status,
		error,
		number,
		description,
	});
	switch (problem.type) {
		case 'tenant-unknown':
			return refuse(
				'invalid_request',
				90_002,
				`Tenant '${problem.tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
			);
		case 'tenant-malformed':
			return refuse(
				'invalid_request',
				900_023,
				`Specified tenant identifier '${problem.tenant}' is neither a valid DNS name, nor a valid external domain.`,
			);
		case 'client-unknown':
			return refuse(
				'unauthorized_client',
				700_016,
				`Application with identifier '${problem.clientId}' was not found in the directory '${tenantDomain}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
			);
		case 'secret-missing':
			return refuse(
				'invalid_client',
				7_000_218,
				"The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
				401,
			);
		case 'secret-wrong':
			return refuse(
				'invalid_client',
				7_000_215,
				`Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${problem.clientId}'.`,
				401,
			);
		case 'secret-expired':
			return refuse(
				'invalid_client',
				7_000_222,
				`The provided client secret keys for app '${problem.clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
				401,
			);
		case 'secret-unwanted':
			return refuse(
				'invalid_client',
				700_025,
				"Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
				401,
			);
		case 'assertion-wrong':
			return refuse(
				'invalid_client',
				700_027,
				`Client assertion contains an invalid signature. [Reason - The key was not found., Thumbprint of key used by client: '${problem.sha256}']`,
				401,
			);
		case 'assertion-time':
			return refuse(
				'invalid_client',
				700_024,
				'Client assertion is not within its valid time range.',
				401,
			);
		case 'redirect-unknown':
			return refuse(
				'invalid_request',
				50_011,
				`The redirect URI '${problem.redirectUri}' specified in the request does not match the redirect URIs configured for the application '${problem.clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.`,
			);
		case 'verifier-wrong':
			return refuse(
				'invalid_grant',
				501_481,
				'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
			);
		case 'code-used':
			return refuse(
				'invalid_grant',
				54_005,
				'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
			);
		case 'refresh-dead':
			return refuse(
				'invalid_grant',
				70_000,
				'The user could not be authenticated as the grant is expired. The user must sign in again.',
			);
		case 'scope-invalid':
			return refuse(
				'invalid_scope',
				70_011,
				`The provided value for the input parameter 'scope' is not valid. The scope ${problem.scope} is not valid.`,
			);
		case 'scope-beyond-grant':
			return refuse(
				'invalid_grant',
				70_000,
				'The request was denied because one or more scopes requested are unauthorized or expired. The user must first sign in and grant the client application access to the requested scope.',
			);
		case 'scope-mixed':
			return refuse(
				'invalid_request',
				28_000,
				`Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${problem.scope} is not valid.`,
			);
		case 'user-unknown':
			return refuse(
				'access_denied',
				50_034,
				`The user account ${problem.account} does not exist in the ${tenantDomain} directory. To sign into this application, the account must be added to the directory.`,
			);
		case 'device-pending':
			return refuse(
				'authorization_pending',
				70_016,
				'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
			);
		case 'device-expired':
			return refuse(
				'expired_token',
				70_020,
				"The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
			);
		case 'device-declined':
			return {status: 400, error: 'authorization_declined'};
		default:
			return plainWords(problem);
	}
}
