import type {OAuthClient, Secrets, Tokens} from '../services.js';

/** What a failed refresh was found with, as far as a person may change it. No secret is in it. */
export const fitOfRenewal = (
	{clientId, tokenUrl, scope, network}: OAuthClient,
	clientSecret: Secrets['clientSecret'],
	{obtainedAt}: Tokens,
): string => JSON.stringify([clientId, tokenUrl, scope, network, clientSecret?.setAt, obtainedAt]);
