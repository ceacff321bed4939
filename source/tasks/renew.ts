import type {GrantRecord} from '../checklist/grant-record.js';
import type {Outcome, Secrets, Tokens} from '../services.js';
import {appClient} from './app-client.js';
import type {TaskContext} from './context.js';
import {oauthClient} from './oauth-client.js';

/** The stored tokens, where they came by the way that the grant goes today. */
export function tokensFor({grant}: GrantRecord, {tokens}: Secrets): Tokens | undefined {
	const isOfApp = tokens?.flow === 'app-only';
	return isOfApp === (grant.flow === 'app-only') ? tokens : undefined;
}

/** Other tokens in their place: refreshed, or asked for again where the application does so as itself. */
export function renew(
	context: TaskContext,
	record: GrantRecord,
	secrets: Secrets,
	tokens: Tokens | undefined,
): Promise<Outcome<Tokens>> | undefined {
	const {services} = context;
	if (record.grant.flow === 'app-only') {
		return services.oauth.requestAppToken(appClient(services, record, secrets), context);
	}
	if (!tokens) return undefined;
	return services.oauth.refresh(
		oauthClient(services, record, secrets, tokens.flow),
		tokens,
		context,
	);
}
