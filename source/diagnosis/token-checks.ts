import type {DiagnosisContext, Failure, TokenFacts} from './diagnosis.js';
import type {Known} from './other-causes/other-cause.js';
import {shortName} from './sign-in-verdict.js';
import {isOtherAccount, missingFor, neededFor, protocolOf} from './token-verdict.js';

/** What is in order, and how that is said. */
type Checked = {readonly known: Known; readonly text?: string};

/** Exchange Online, as tokens for it name their audience. */
const exchange =
	/^(?:https:\/\/(?:outlook\.office(?:365)?\.(?:com|us)|ps\.outlook\.com|partner\.outlook\.cn)\/?|00000002-0000-0ff1-ce00-000000000000)$/i;

/** What token and sign-in show to be in order, before a mail server that gives no reason. */
export function tokenChecks(failure: Failure, context: DiagnosisContext): readonly Checked[] {
	const {token, mailbox, granted} = context;
	return [
		...serviceCheck(token, context),
		...scopeCheck(failure, context),
		...accountCheck(token?.account ?? (token ? undefined : granted?.account), context),
		...tenantCheck(token, context),
		...expiryCheck(token, context),
		...(token?.scopes && !token.isAppOnly ? [{known: 'delegated' as const}] : []),
		...(mailbox && !mailbox.includes('\\') ? [{known: 'user' as const}] : []),
	];
}

function serviceCheck(
	token: TokenFacts | undefined,
	{provider}: DiagnosisContext,
): readonly Checked[] {
	if (provider !== 'microsoft' || token?.audience === undefined) return [];
	if (!exchange.test(token.audience)) return [];
	return [
		{known: 'service', text: `The token is for Exchange: its audience is ${token.audience}.`},
	];
}

function scopeCheck(
	failure: Failure,
	{token, granted, neededScopes = []}: DiagnosisContext,
): readonly Checked[] {
	const protocol = protocolOf(failure);
	if (token?.isAppOnly) {
		const role = protocol && {imap: 'IMAP', pop3: 'POP', smtp: 'SMTP'}[protocol];
		const own = token.roles?.find(
			name => name === `${role}.${protocol === 'smtp' ? 'SendAsApp' : 'AccessAsApp'}`,
		);
		return own ? [{known: 'scope', text: `The token has the role ${own}.`}] : [];
	}
	const scopes = token ? token.scopes : granted?.scopes;
	if (!scopes || neededScopes.length === 0) return [];
	if (missingFor(protocol, {scopes}, neededScopes).length > 0) return [];
	const own = neededFor(protocol, neededScopes).map(shortName).join(' and ');
	return [{known: 'scope', text: token ? `The token has ${own}.` : `The sign-in granted ${own}.`}];
}

function accountCheck(
	signedIn: string | undefined,
	{mailbox, account = mailbox}: DiagnosisContext,
): readonly Checked[] {
	if (!signedIn?.includes('@') || account === undefined || isOtherAccount(signedIn, account)) {
		return [];
	}
	const who = account === mailbox ? 'which is the mailbox' : `as it should for ${mailbox}`;
	return [{known: 'account', text: `${signedIn} signed in, ${who}.`}];
}

function tenantCheck(
	token: TokenFacts | undefined,
	{tenant}: DiagnosisContext,
): readonly Checked[] {
	if (!token?.tenant || tenant?.toLowerCase() !== token.tenant.toLowerCase()) return [];
	return [{known: 'tenant', text: `The token is of tenant ${tenant}.`}];
}

function expiryCheck(token: TokenFacts | undefined, {now}: DiagnosisContext): readonly Checked[] {
	if (token?.expiresAt === undefined || now === undefined || token.expiresAt <= now) return [];
	const minutes = Math.floor((token.expiresAt - now) / 60);
	const left = minutes < 1 ? 'less than a minute' : `${minutes} min`;
	return [{known: 'expiry', text: `The token has not expired: ${left} are left.`}];
}
