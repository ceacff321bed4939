import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';

const stages = ['discovery', 'authorize', 'token', 'refresh'] as const;
const app = 'Entra admin center → App registrations → the app';
const codes = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes';
const imapHowTo =
	'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth';
const adminConsent = {
	url: 'https://login.microsoftonline.com/{tenant}/adminconsent?client_id={clientId}',
};

/** Permissions, consent and scopes. */
export const microsoftConsent: readonly Case[] = [
	{
		id: 'ms-consent-missing',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [65001]}],
		title: 'Nobody has consented to these permissions',
		cause:
			'A token was asked for with scopes that neither the user nor an admin allowed, often after a scope was added.',
		fix: [
			'Sign in again, and accept the permissions.',
			`Or an admin, for everybody: ${app} → API permissions → Grant admin consent, or:`,
			adminConsent,
		],
		who: 'user',
		step: 'sign-in',
		see: codes,
	},
	{
		id: 'ms-admin-consent',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [90094, 90095, 90093]}, {text: /\bNeed admin approval\b/i}],
		title: 'An admin has to approve the app',
		cause:
			'Users of this tenant may not consent to these permissions themselves. Since late 2025 that is the default for third-party apps that read Exchange mail, IMAP and POP3 included.',
		fix: [
			`Admin: ${app} → API permissions → Grant admin consent, or opens:`,
			adminConsent,
			'Then sign in again as {account}.',
		],
		who: 'admin',
		step: 'register',
		see: codes,
	},
	{
		id: 'ms-user-not-assigned',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50105]}],
		title: 'The account is not assigned to the app',
		cause:
			'The enterprise application lets in only those who are assigned to it, and this account is not. Members of nested groups do not count.',
		fix: [
			'Admin: Entra admin center → Enterprise applications → the app → Users and groups → add {mailbox}.',
			'Or: Properties → Assignment required: No.',
		],
		who: 'admin',
	},
	{
		id: 'ms-app-role-missing',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [501051]}],
		title: 'The app has no role at the service',
		cause: 'The service demands an application permission that the app was not given.',
		fix: [
			`Admin: ${app} → API permissions → Office 365 Exchange Online → Application: add IMAP.AccessAsApp, POP.AccessAsApp or SMTP.SendAsApp, then grant admin consent.`,
		],
		who: 'admin',
		confidence: 'likely',
		step: 'register',
	},
	{
		id: 'ms-resource-not-declared',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [650057]}],
		title: 'The app declares no permission for Exchange Online',
		cause: 'A token for a service was asked for that is not among the app’s API permissions.',
		fix: [
			`${app} → API permissions → Add a permission: the mail permissions of ${inStep('register')}, then Grant admin consent.`,
			'An app that signs in as itself: APIs my organization uses → Office 365 Exchange Online.',
		],
		who: 'app-owner',
		step: 'register',
	},
	{
		id: 'ms-misconfigured-app',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [650056]}],
		title: 'The app lists no permission, or nobody consented',
		cause:
			'The app has no permission for the service, or it was not consented to in this tenant, or the Client ID is another app’s.',
		fix: [
			`${app} → API permissions: add the mail permissions of ${inStep('register')}, then Grant admin consent.`,
			`Compare the Client ID of ${inStep('client')} with the app’s Overview page.`,
		],
		who: 'app-owner',
		confidence: 'likely',
		step: 'register',
	},
	{
		id: 'ms-resource-principal',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [500011, 50001]}],
		title: 'The service in the scope is not in this tenant',
		cause:
			'The address in front of the scope is wrong (a typo, http for https, another cloud’s host), or the tenant has no Exchange Online.',
		fix: [
			`Scopes of ${inStep('provider')} (Ctrl+O) begin with https://outlook.office.com/, such as https://outlook.office.com/IMAP.AccessAsUser.All.`,
			'GCC High and DoD: https://outlook.office365.us/… China: https://partner.outlook.cn/…',
			'An app that signs in as itself asks for https://outlook.office365.com/.default and nothing else.',
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
		see: imapHowTo,
	},
	{
		id: 'ms-scope-invalid',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [70011, 28002, 28003]}],
		title: 'A scope has a form that Microsoft does not take',
		cause:
			'A scope is misspelt, separated by a comma, an application permission asked for by name, or .default beside named scopes.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) leave the scope empty for the usual ones, or separate whole scope addresses by one space.`,
			'An app that signs in as itself asks for https://outlook.office365.com/.default and nothing else.',
		],
		who: 'you',
		step: 'provider',
		see: imapHowTo,
	},
	{
		id: 'ms-mixed-resources',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [28000]}, {text: /contains more than one resource/i}],
		title: 'Scopes of two services in one request',
		cause:
			'One access token is for one service. Outlook’s mail scopes and Graph’s can’t be asked for together.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) leave only scopes that begin with https://outlook.office.com/.`,
			'Sign in again.',
		],
		who: 'you',
		step: 'provider',
		see: imapHowTo,
	},
];
