import type {Evidence} from '../../checklist/evidence.js';
import type {GrantRecord} from '../../checklist/grant-record.js';
import type {SignInReport} from '../../checklist/report.js';
import {clean} from '../../clean.js';
import {jwtClaims} from '../../diagnosis/jwt-claims.js';
import {missingScopes, signInVerdict} from '../../diagnosis/sign-in-verdict.js';
import {tokenFacts} from '../../diagnosis/token-facts.js';
import type {Tokens} from '../../oauth-port.js';
import {providerOf} from '../../providers/provider-of.js';
import {settingsOf} from '../../providers/settings.js';
import type {TaskContext} from '../context.js';

/** Holds tokens against the grant: the right account, the needed scopes. Only then they are stored. */
export async function acceptTokens(
	{services}: TaskContext,
	record: GrantRecord,
	{
		road,
		tokens,
		fits,
	}: {readonly road: SignInReport['road']; readonly tokens: Tokens; readonly fits: string},
): Promise<Evidence> {
	const {grant} = record;
	const provider = providerOf(grant, services.providers);
	const {neededScopes} = settingsOf(grant, services.providers);
	const facts = tokenFacts(tokens.accessToken);
	const account = accountOf(tokens, provider.accountClaims);
	const isAppOnly = tokens.flow === 'app-only';
	// Microsoft's answer lists no application permission; the token does, and lists none where it has none.
	const granted =
		isAppOnly && provider.appOnly?.needs && facts ? (facts.roles ?? []) : tokens.scopes;
	const missing = missingScopes(neededScopes, granted);
	const report: SignInReport = {
		type: 'sign-in',
		road,
		flow: tokens.flow,
		account,
		grantedScopes: granted,
		missingScopes: missing,
		expiresAt: tokens.expiresAt,
		hasRefreshToken: tokens.refreshToken !== undefined,
	};
	const diagnosis = signInVerdict({
		mailbox: grant.mailbox,
		expected: grant.account,
		account,
		missing,
		audience: facts?.audience,
		isAppOnly,
		provider,
	});
	await services.secrets.update(grant.name, ({pending: _, ...latest}) => {
		if (diagnosis) return latest;
		// What failed with the tokens before says nothing of these.
		const {renewal: __, ...others} = latest;
		return {...others, tokens};
	});
	return {
		at: services.now(),
		outcome: diagnosis ? 'failed' : 'proved',
		fits,
		summary: diagnosis
			? diagnosis.title
			: `as ${account ?? (isAppOnly ? 'the application' : (grant.account ?? grant.mailbox))}`,
		report,
		diagnosis,
	};
}

/** Who the tokens say signed in: the ID token first, which is made to say so; undefined when none tells. */
function accountOf(tokens: Tokens, claims: readonly string[]): string | undefined {
	const told = [tokens.idToken, tokens.accessToken].map(token =>
		token === undefined ? undefined : jwtClaims(token),
	);
	const account = told
		.flatMap(payload => claims.map(claim => payload?.[claim]))
		.find(value => typeof value === 'string' && value !== '');
	return typeof account === 'string' ? clean(account, 254) : undefined;
}
