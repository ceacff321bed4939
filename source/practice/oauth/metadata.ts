import {
	issuerOf,
	json,
	type OAuthContext,
	type OAuthRequest,
	type OAuthResponse,
} from './context.js';
import type {Dialect} from './dialect.js';
import {openIdScopes, plainScopes} from './scopes.js';

/** The endpoints of a dialect, with `{tenant}` still in Microsoft's. */
export function endpointsOf(origin: string, dialect: Dialect) {
	switch (dialect) {
		case 'microsoft':
			return {
				authorize: `${origin}/{tenant}/oauth2/v2.0/authorize`,
				token: `${origin}/{tenant}/oauth2/v2.0/token`,
				device: `${origin}/{tenant}/oauth2/v2.0/devicecode`,
				metadata: `${origin}/{tenant}/v2.0/.well-known/openid-configuration`,
			};
		case 'google':
			return {
				authorize: `${origin}/google/o/oauth2/v2/auth`,
				token: `${origin}/google/token`,
				device: `${origin}/google/device/code`,
				metadata: `${origin}/google/.well-known/openid-configuration`,
			};
		case 'plain':
			return {
				authorize: `${origin}/authorize`,
				token: `${origin}/token`,
				device: `${origin}/device_authorization`,
				metadata: `${origin}/.well-known/oauth-authorization-server`,
			};
	}
}

/** RFC 8414 §2 */
export function metadata(context: OAuthContext, request: OAuthRequest): OAuthResponse {
	const fault = context.faults().metadata;
	if (fault) return fault;
	const {dialect, tenant} = request;
	const endpoints = endpointsOf(context.origin(), dialect);
	const fill = (url: string) => url.replace('{tenant}', tenant ?? context.identities.usual.tenant);
	return json({
		issuer: issuerOf(context, dialect),
		authorization_endpoint: fill(endpoints.authorize),
		token_endpoint: fill(endpoints.token),
		device_authorization_endpoint: fill(endpoints.device),
		jwks_uri: `${context.origin()}/jwks`,
		scopes_supported:
			dialect === 'plain' ? [...Object.values(plainScopes), ...openIdScopes] : openIdScopes,
		response_types_supported: ['code'],
		response_modes_supported: ['query'],
		grant_types_supported: [
			'authorization_code',
			'refresh_token',
			'urn:ietf:params:oauth:grant-type:device_code',
		],
		token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
		code_challenge_methods_supported: ['S256'],
		subject_types_supported: ['public'],
		id_token_signing_alg_values_supported: ['RS256'],
		authorization_response_iss_parameter_supported: dialect === 'plain' ? true : undefined,
	});
}

/** Google's check of an access token. */
export function tokenInfo(context: OAuthContext, request: OAuthRequest): OAuthResponse {
	const token = context.tokens.findAccess(request.parameters.get('access_token') ?? '');
	if (token?.dialect !== 'google' || token.expiresAt <= context.now()) {
		return json({error: 'invalid_token', error_description: 'Invalid Value'}, 400);
	}
	const {clientId} = token;
	return json({
		azp: clientId,
		aud: clientId,
		scope: token.shortNames.join(' '),
		exp: String(Math.floor(token.expiresAt / 1000)),
		expires_in: String(Math.floor((token.expiresAt - context.now()) / 1000)),
		email: token.shortNames.includes('https://mail.google.com/') ? token.account : undefined,
		access_type: 'offline',
	});
}
