import {inStep} from '../../checklist/step-id.js';
import {refusedWith70000} from '../other-causes/oauth.js';
import type {Case} from './case.js';

const stages = ['discovery', 'authorize', 'token', 'refresh'] as const;
const codes = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes';
const refreshTokens = 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens';
const signInLogs =
	'Admin: Entra admin center → Sign-in logs → the failed sign-in, found by the Correlation ID in the server’s words → Conditional Access names the policy.';

/** The account that signs in, and the policies about it. */
export const microsoftUser: readonly Case[] = [
	{
		id: 'ms-user-not-in-tenant',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50020, 90072, 16000]}],
		title: 'The account is not of this tenant',
		cause:
			'Somebody of another organization, or with a personal account, signed in. Often the browser picked an account by itself.',
		fix: [
			'Open the address in a private window and sign in as {account}.',
			`If {mailbox} belongs to another organization, enter that one’s Tenant ID in ${inStep('client')}.`,
		],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-user-unknown',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50034]}],
		title: 'The user name is not known in this tenant',
		cause:
			'The name typed at the sign-in does not exist there: a typo, an alias instead of the user principal name, or the wrong tenant.',
		fix: [
			'Sign in with the User principal name, as Entra admin center → Users shows it.',
			`Check the Tenant ID of ${inStep('client')}.`,
		],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
	},
	{
		id: 'ms-login-required',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50058]}],
		title: 'Nobody is signed in in that browser',
		cause: 'The request allowed no sign-in page, and the browser had no session to use.',
		fix: ['Sign in again, with a page shown.'],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-bad-password',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50126]}],
		title: 'User name or password is wrong',
		cause:
			'The account’s password was refused. With a federated account the password may not be known to Microsoft at all.',
		fix: ['Sign in in the browser, as {account}, with its password of today.'],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-account-disabled',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50057]}],
		title: 'The account is disabled',
		cause:
			'The account may not sign in. That of a shared mailbox never may: somebody with Full Access signs in for it.',
		fix: [
			'Admin: Entra admin center → Users → {mailbox} → Account status: Enabled.',
			'Shared mailbox: sign in as a member who has Full Access to it.',
		],
		who: 'admin',
		step: 'sign-in',
	},
	{
		id: 'ms-password-expired',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50055, 50144]}],
		title: 'The account’s password has expired',
		cause: 'A new password has to be set before the account can sign in anywhere.',
		fix: [
			'Sign in as {account} and set a new password:',
			{url: 'https://portal.office.com'},
			'Then sign in here again.',
		],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-mfa-required',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50074, 50076, 50078]}],
		title: 'A second factor is needed',
		cause:
			'The tenant demands multi-factor authentication, which a token request in the background can’t give.',
		fix: [
			'Sign in again in the browser and pass the second factor; the new sign-in remembers it.',
			'If it comes back often, an admin can exempt this account or location in Conditional Access.',
		],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-mfa-enroll',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50072, 50079]}],
		title: 'The account has no second factor yet',
		cause:
			'The tenant demands multi-factor authentication, and this account has registered no method.',
		fix: [
			'Register one as {account}:',
			{url: 'https://aka.ms/mfasetup'},
			'Then sign in here again.',
		],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-device-code-tracked',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [530036]}],
		title: 'A policy ends sign-ins that began with a device code',
		cause:
			'Conditional Access blocks the device code flow, and a sign-in that began with one stays marked, so that renewing fails later.',
		fix: [
			'Sign in again in the browser, not by device code.',
			'Admin, if the device code has to stay: exempt the account from the Authentication flows policy.',
		],
		who: 'admin',
		step: 'sign-in',
		see: 'https://learn.microsoft.com/en-us/entra/identity/conditional-access/policy-block-authentication-flows',
	},
	{
		id: 'ms-ca-blocked',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [53003]}],
		title: 'Conditional Access blocks the sign-in',
		cause:
			'A policy of the tenant refuses this account, app, place, device or flow. The server does not say which policy.',
		fix: [
			signInLogs,
			'Admin: exempt the account or the app from it, or sign in from a device and place that it allows.',
			'If it blocks the device code, sign in in the browser.',
		],
		who: 'admin',
		step: 'sign-in',
	},
	{
		id: 'ms-grant-revoked',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50173, 50132, 50133]}],
		title: 'The sign-in was revoked',
		cause:
			'The password was changed or reset, or an admin revoked the sessions. Tokens from before are worth nothing.',
		fix: [
			'Sign in again as {account}.',
			'With a Client Secret, tokens outlive the user’s own change of password.',
		],
		who: 'user',
		step: 'sign-in',
		see: refreshTokens,
	},
	{
		id: 'ms-70000-expired',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [70000], text: /could not be authenticated as the grant is expired/i}],
		title: 'The sign-in of the personal account has ended',
		cause:
			'Its refresh token is no longer taken: unused for too long, password or security details changed, or consent withdrawn.',
		fix: [
			'Sign in again.',
			`If it ends at once, compare the Client ID of ${inStep('client')} with the one of the sign-in.`,
		],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-70000-scope',
		provider: 'microsoft',
		stages,
		match: [
			{text: /one or more scopes requested are unauthorized/i},
			{aadsts: [70000], unless: /abuse mode/i},
		],
		title: 'The sign-in does not cover these scopes',
		cause:
			'The refresh token was given for other scopes or to another Client ID, or the account withdrew its consent.',
		fix: [
			`Sign in again, with the scopes of ${inStep('provider')}.`,
			'A personal account sees what it allows at:',
			{url: 'https://account.live.com/consent/Manage'},
		],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
		others: refusedWith70000,
	},
	{
		id: 'ms-code-verifier',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [501481, 50147, 501491]}],
		title: 'The code belongs to another sign-in',
		cause:
			'The PKCE verifier is not the one that this code was asked for with: two sign-ins got mixed up.',
		fix: ['Begin the sign-in anew, and use only the newest address.'],
		who: 'you',
		step: 'sign-in',
	},
	{
		id: 'ms-code-redeemed',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [54005]}],
		title: 'The code was used already',
		cause: 'A code counts once: the page was reloaded, or two programs took it.',
		fix: ['Begin the sign-in anew.'],
		who: 'you',
		step: 'sign-in',
		see: codes,
	},
	{
		id: 'ms-loop',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50196]}],
		title: 'Too many equal requests in a short time',
		cause: 'Microsoft saw the same token request again and again, and stopped answering it.',
		fix: [
			'Wait five minutes, then try once.',
			'See whether another program on this account keeps asking for tokens.',
		],
		who: 'you',
		transient: true,
	},
];
