import type {Call} from '../call.js';
import {credentialSetAt} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {Tokens} from '../oauth-port.js';
import type {Outcome} from '../outcome.js';
import {fitOfRenewal} from '../refresh/fit-of-renewal.js';
import {tokensFor} from '../refresh/tokens-for.js';
import type {Renewal} from '../renewal.js';
import type {Secrets} from '../secrets.js';
import {appClient} from './app-client.js';
import type {TaskContext} from './context.js';
import {oauthClient} from './oauth-client.js';

/** How the tokens of a grant are replaced by newer ones. */
export type WantedRenewal = {
	/** One request. */
	readonly ask: (call: Call) => Promise<Outcome<Tokens>>;
	/** What is kept now, by whatever way it came. */
	readonly stored?: Tokens;
	readonly renewal?: Renewal;
	/** The request may use the refresh token up. */
	readonly isOnce: boolean;
	/** The settings, secret and sign-in that a failure is found with. */
	readonly fits: string;
};

/** Refreshed, or asked for again where the application does so as itself; undefined while nobody has signed in. Throws UserError while something is missing. */
export function renewalOf(
	{services}: TaskContext,
	record: GrantRecord,
	secrets: Secrets,
): WantedRenewal | undefined {
	const {grant} = record;
	const {tokens: stored, renewal} = secrets;
	const setAt = credentialSetAt(secrets);
	if (grant.flow === 'app-only') {
		const client = appClient(services, record, secrets);
		return {
			ask: call => services.oauth.requestAppToken(client, call),
			stored,
			renewal,
			isOnce: false,
			// No sign-in stands behind it.
			fits: fitOfRenewal(client, setAt, undefined),
		};
	}
	const tokens = tokensFor(grant, stored);
	if (!tokens) return undefined;
	const client = oauthClient(services, record, secrets, tokens.flow);
	return {
		ask: call => services.oauth.refresh(client, tokens, call),
		stored,
		renewal,
		isOnce: !services.providers[grant.provider].keepsRefreshTokens,
		fits: fitOfRenewal(client, setAt, tokens),
	};
}
