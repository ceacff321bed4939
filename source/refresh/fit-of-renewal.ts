import type {OAuthClient, Tokens} from '../oauth-port.js';

/** What a failed renewal was found with, as far as a person may change it. No secret is in it. */
export const fitOfRenewal = (
	{
		clientId,
		tokenUrl,
		scope,
		network,
	}: Pick<OAuthClient, 'clientId' | 'tokenUrl' | 'scope' | 'network'>,
	/** When what proves the client was stored. */
	credentialSetAt: number | undefined,
	/** Of the sign-in that is renewed, if one is. */
	tokens: Tokens | undefined,
): string =>
	JSON.stringify([clientId, tokenUrl, scope, network, credentialSetAt, tokens?.obtainedAt]);
