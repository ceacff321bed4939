import './quiet-debug.js';
import {AuthorizationCode} from 'simple-oauth2';
import type {OAuthClient} from '../oauth-port.js';

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
