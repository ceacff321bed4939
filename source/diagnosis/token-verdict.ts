import {inStep} from '../checklist/step-id.js';
import type {Protocol} from '../grant.js';
import type {DiagnosisContext, Failure, TokenFacts} from './diagnosis.js';
import type {Family} from './families/family.js';
import {missingScopes} from './sign-in-verdict.js';

export type TokenVerdict = Family & {readonly id: string; readonly isCertain: boolean};

const graph = /graph\.microsoft\.|^00000003-0000-0000-c000-000000000000$/i;
const isGuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What the token says of itself, where the mail server refuses it without a reason. Undefined when it says nothing against itself. */
export function tokenVerdict(
	failure: Failure,
	{token, now, mailbox, account = mailbox, tenant, neededScopes = []}: DiagnosisContext,
): TokenVerdict | undefined {
	if (!token) return undefined;
	const protocol = protocolOf(failure);
	if (token.audience !== undefined && graph.test(token.audience)) {
		return verdict('token-other-service', {
			title: 'The token is for another service',
			cause: `Its audience is ${token.audience}, Microsoft Graph: a Graph scope stands first in the list, and the first scope decides. Exchange refuses it without saying why.`,
			fix: [
				`Leave only scopes that begin with https://outlook.office.com/ in ${inStep('provider')} (Ctrl+O).`,
				'Sign in again.',
			],
			who: 'you',
			step: 'provider',
		});
	}
	const missing = missingFor(protocol, token, neededScopes);
	if (missing.length > 0) {
		return verdict('token-missing-scope', {
			title: 'The token lacks a permission',
			cause: `It holds ${token.scopes?.join(' ') ?? 'no scope'}, and not ${missing.join(' ')}.`,
			fix: [
				`Add what is missing to the application in the provider’s portal, and grant consent (${inStep('register')}).`,
				'Sign in again, and accept every permission.',
			],
			who: 'app-owner',
			step: 'register',
		});
	}
	if (token.expiresAt !== undefined && now !== undefined && token.expiresAt <= now) {
		return verdict('token-expired', {
			title: 'The access token has expired',
			cause: `By this host’s clock it ended ${ago(now - token.expiresAt)} ago.`,
			fix: [
				'Run the test again: the token is renewed before it.',
				'If it stays, sign in again, and check this host’s clock:',
				{shell: 'date -u'},
			],
			who: 'you',
			step: 'sign-in',
		});
	}
	if (isOther(token.tenant, tenant)) {
		return verdict('token-other-tenant', {
			title: 'The token is of another tenant',
			cause: `It was given by tenant ${token.tenant}, not by {tenant}, which holds the mailbox.`,
			fix: [`Check the Tenant ID of ${inStep('client')}.`, 'Sign in again as {account}.'],
			who: 'user',
			step: 'client',
		});
	}
	if (isOtherAccount(token.account, account)) {
		return verdict(
			'token-other-account',
			{
				title: 'The token is of another account',
				cause: `${token.account} signed in, and the mail server does not open {mailbox} to it.`,
				fix: [
					`Open the address of ${inStep('sign-in')} in a private window and sign in as {account}.`,
					'For a shared mailbox the account needs Full Access to it, given by an admin.',
				],
				who: 'user',
				step: 'sign-in',
			},
			// A member of a shared mailbox has another name by right; only a refused sign-in leaves no doubt.
			!isOpened(failure),
		);
	}
	return undefined;
}

/** That nothing speaks against the token, where enough is known to say so. */
export function clearedToken(
	failure: Failure,
	{token, now, mailbox, account = mailbox, neededScopes = []}: DiagnosisContext,
): string | undefined {
	if (!token?.audience || !token.scopes || token.expiresAt === undefined || now === undefined) {
		return undefined;
	}
	if (!token.account || isOtherAccount(token.account, account)) return undefined;
	if (missingFor(protocolOf(failure), token, neededScopes).length > 0) return undefined;
	return 'Nothing speaks against the token itself.';
}

const verdict = (id: string, family: Family, isCertain = true): TokenVerdict => ({
	...family,
	id,
	isCertain,
});

const isOpened = ({message}: Failure) => /authenticated but not connected/i.test(message);

export function protocolOf({protocol, stage}: Failure): Protocol | undefined {
	if (protocol) return protocol;
	if (stage === 'imap' || stage === 'pop3' || stage === 'smtp') return stage;
	return stage === 'send' ? 'smtp' : undefined;
}

export function missingFor(
	protocol: Protocol | undefined,
	token: TokenFacts,
	needed: readonly string[],
): readonly string[] {
	if (!token.scopes || token.isAppOnly) return [];
	return missingScopes(neededFor(protocol, needed), token.scopes);
}

/** Of the needed scopes only those that name this protocol, or all when none does. */
export function neededFor(
	protocol: Protocol | undefined,
	needed: readonly string[],
): readonly string[] {
	const name = {imap: /imap/i, pop3: /\bpop/i, smtp: /smtp/i};
	const own = protocol ? needed.filter(scope => name[protocol].test(scope)) : [];
	return own.length > 0 ? own : needed;
}

/** Only IDs can be compared: a domain names the same tenant in another way. */
const isOther = (one: string | undefined, other: string | undefined) =>
	one !== undefined &&
	other !== undefined &&
	isGuid.test(one) &&
	isGuid.test(other) &&
	one.toLowerCase() !== other.toLowerCase();

export const isOtherAccount = (account: string | undefined, expected: string | undefined) =>
	account !== undefined &&
	expected !== undefined &&
	account.includes('@') &&
	account.toLowerCase() !== expected.toLowerCase();

function ago(seconds: number): string {
	if (seconds < 120) return `${seconds} seconds`;
	if (seconds < 7200) return `${Math.floor(seconds / 60)} minutes`;
	if (seconds < 172_800) return `${Math.floor(seconds / 3600)} hours`;
	return `${Math.floor(seconds / 86_400)} days`;
}
