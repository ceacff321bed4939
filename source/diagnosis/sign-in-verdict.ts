import {inStep} from '../checklist/step-id.js';
import type {Provider} from '../providers/provider.js';
import type {Diagnosis, TokenFacts} from './diagnosis.js';

/** The scopes of `needed` that are not among `granted`, whatever case or prefix the server lists them in. */
export function missingScopes(needed: readonly string[], granted: readonly string[]): string[] {
	const short = (scope: string) => scope.toLowerCase().replace(/\/+$/, '');
	const known = new Set(granted.flatMap(scope => [short(scope), shortName(short(scope))]));
	return needed.filter(scope => !known.has(short(scope)) && !known.has(shortName(short(scope))));
}

/** `imap.accessasuser.all` of `https://outlook.office.com/imap.accessasuser.all`; a scope without such a path stays whole. */
export const shortName = (scope: string) =>
	/^https?:\/\/[^/]+\/(.+\..+)$/.exec(scope)?.[1] ?? scope;

/** What is wrong with a sign-in that gave a token: the wrong account, or too few scopes. Undefined when nothing is. */
export function signInVerdict({
	mailbox,
	expected = mailbox,
	account,
	missing,
	audience,
	provider,
	isAppOnly = false,
}: {
	readonly mailbox: string;
	/** Who has to sign in, where that is not the mailbox itself. */
	readonly expected?: string;
	readonly account?: string;
	readonly missing: readonly string[];
	readonly audience?: TokenFacts['audience'];
	readonly provider: Pick<Provider, 'id' | 'label'>;
	/** Nobody signed in: the token is the application’s own. */
	readonly isAppOnly?: boolean;
}): Diagnosis | undefined {
	if (account?.includes('@') && account.toLowerCase() !== expected.toLowerCase()) {
		return wrongAccount({account, mailbox, expected});
	}
	const isGraph =
		audience !== undefined &&
		/graph\.microsoft|00000003-0000-0000-c000-000000000000/i.test(audience);
	if (provider.id === 'microsoft' && isGraph) {
		return {
			...common,
			id: 'sign-in-graph-audience',
			title: 'The token is for another service',
			cause: `Its audience is ${audience}: a Graph scope stands first in the list, and the first scope decides.`,
			fix: [
				`Leave only outlook.office.com scopes in ${inStep('provider')} (Ctrl+O), then sign in again.`,
			],
			who: 'you',
			said: audience ?? '',
			step: 'provider',
		};
	}
	if (missing.length === 0) return undefined;
	if (isAppOnly) return withoutRole(missing, provider);
	return {
		...common,
		id: 'sign-in-missing-scope',
		title: missing.length === 1 ? 'A permission was not granted' : 'Permissions were not granted',
		cause: `The token lacks ${missing.join(' and ')}. Without it the mail service refuses the sign-in.`,
		fix: [
			`Add what is missing to the application at ${provider.label}, and grant consent for it (${inStep('register')}).`,
			'Sign in again, and leave every box of the consent page ticked.',
		],
		who: 'app-owner',
		said: missing.join(' '),
		step: 'register',
	};
}

const common = {transient: false, confidence: 'certain', step: 'sign-in'} as const;

/** For a shared mailbox a member signs in, and nobody else. */
function wrongAccount({
	account,
	mailbox,
	expected,
}: Readonly<Record<'account' | 'mailbox' | 'expected', string>>): Diagnosis {
	const isOwn = expected === mailbox;
	return {
		...common,
		id: 'sign-in-wrong-account',
		title: 'Another account signed in',
		cause: isOwn
			? `${account} signed in, but the mailbox is ${mailbox}. The token would open the wrong mailbox, or none.`
			: `${account} signed in, but for ${mailbox} it is ${expected} who has to.`,
		fix: [
			`Open the address in a private window, where nobody is signed in yet, and sign in as ${expected}.`,
			...(isOwn
				? [
						`If ${account} is the mailbox that is meant, change the Email Address in ${inStep('provider')}.`,
						`If ${mailbox} is a shared mailbox that ${account} may open, enter ${account} as Signs in as (Ctrl+O in ${inStep('provider')}).`,
					]
				: [
						`If ${account} is the one that may open it, change Signs in as (Ctrl+O in ${inStep('provider')}).`,
					]),
		],
		who: 'user',
		said: account,
	};
}

/** Entra refuses nothing: without consent the token comes, and Exchange refuses it later without a reason. */
const withoutRole = (missing: readonly string[], {label}: Pick<Provider, 'label'>): Diagnosis => ({
	...common,
	id: 'app-missing-role',
	title: 'The token lacks a permission of the application',
	cause: `The token came, but without ${missing.join(' and ')}: it is not among the application’s own permissions, or no admin has consented to it. The mail service would refuse it.`,
	fix: [
		`At ${label}, add it as an application permission, not a delegated one (${inStep('register')}): ${missing.join(', ')}`,
		'Grant admin consent on the same page, then get another token.',
	],
	who: 'admin',
	said: missing.join(' '),
	step: 'register',
});
