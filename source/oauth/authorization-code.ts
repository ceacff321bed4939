import {createHash, randomBytes} from 'node:crypto';
import type {OAuthClient, PendingSignIn} from '../oauth-port.js';

const random256 = () => randomBytes(32).toString('base64url');

/** A new state and PKCE verifier (RFC 7636 §4.1, 256 bits each). */
export function begin(redirectUri: string, fits: string, now: number): PendingSignIn {
	return {state: random256(), codeVerifier: random256(), redirectUri, fits, startedAt: now};
}

/** The address that a browser opens (RFC 6749 §4.1.1). What stands in the query of the endpoint survives. */
export function authorizationUrl(
	client: OAuthClient,
	pending: PendingSignIn,
	loginHint: string,
): string {
	const url = new URL(client.authorizeUrl);
	const parameters = {
		response_type: 'code',
		client_id: client.clientId,
		...client.authorizeParameters,
		...(client.scope !== '' && {scope: client.scope}),
		...(loginHint !== '' && {login_hint: loginHint}),
		redirect_uri: pending.redirectUri,
		state: pending.state,
		code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
		code_challenge_method: 'S256',
	};
	for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
	return url.href;
}
