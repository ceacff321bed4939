import './quiet-debug.js';
import {createHash, randomBytes} from 'node:crypto';
import {AuthorizationCode} from 'simple-oauth2';
import type {OAuthClient, PendingSignIn} from '../services.js';

const random256 = () => randomBytes(32).toString('base64url');

/** A new state and PKCE verifier (RFC 7636 §4.1, 256 bits each). */
export function begin(redirectUri: string, fits: string, now: number): PendingSignIn {
	return {state: random256(), codeVerifier: random256(), redirectUri, fits, startedAt: now};
}

export function authorizationUrl(
	client: OAuthClient,
	pending: PendingSignIn,
	loginHint: string,
): string {
	return grantOf(client).authorizeURL({
		...client.authorizeParameters,
		...(client.scope !== '' && {scope: client.scope}),
		...(loginHint !== '' && {login_hint: loginHint}),
		redirect_uri: pending.redirectUri,
		state: pending.state,
		code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
		code_challenge_method: 'S256',
	} as Parameters<AuthorizationCode['authorizeURL']>[0]);
}

/** The library's grant of a client. Whole URLs take the place of its paths, so that queries survive. */
export function grantOf(client: OAuthClient): AuthorizationCode {
	const {clientId, clientSecret} = client;
	return new AuthorizationCode({
		client: {
			id: clientId,
			// The library sends `client_secret=` where there is none, which Microsoft takes for a
			// secret; under the name of the ID it is sent once, and no secret is.
			...(clientSecret === undefined
				? {secret: clientId, secretParamName: 'client_id'}
				: {secret: clientSecret}),
		},
		auth: {
			tokenHost: new URL(client.tokenUrl).origin,
			tokenPath: client.tokenUrl,
			authorizeHost: new URL(client.authorizeUrl).origin,
			authorizePath: client.authorizeUrl,
		},
		options: {authorizationMethod: 'body'},
	});
}
