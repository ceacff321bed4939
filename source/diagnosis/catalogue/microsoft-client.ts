import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';

const stages = ['discovery', 'authorize', 'token', 'refresh'] as const;
const app = 'Entra admin center → App registrations → the app';
const codes = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes';
const adminConsent = {
	url: 'https://login.microsoftonline.com/{tenant}/adminconsent?client_id={clientId}',
};

/** The app, its secret and its redirect URIs. */
export const microsoftClient: readonly Case[] = [
	{
		id: 'ms-app-not-found',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [700016]}],
		title: 'The Client ID is not known in this tenant',
		cause:
			'Tenant {tenant} has no app with Client ID {clientId}: an Object ID or Secret ID was pasted, the app is registered in another tenant, or it was deleted.',
		fix: [
			`Copy Application (client) ID and Directory (tenant) ID from ${app} → Overview into ${inStep('client')}.`,
			'If the app lives in another tenant and is multi-tenant, an admin of this one opens:',
			adminConsent,
		],
		who: 'app-owner',
		step: 'client',
		see: codes,
	},
	{
		id: 'ms-app-not-found-old',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [700011]}],
		title: 'The app is not in this tenant',
		cause: 'Tenant {tenant} has no registration or service principal for Client ID {clientId}.',
		fix: [
			`Copy both IDs from ${app} → Overview into ${inStep('client')}.`,
			'For an app of another tenant, an admin of this one opens:',
			adminConsent,
		],
		who: 'app-owner',
		step: 'client',
	},
	{
		id: 'ms-app-sp-missing',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [7000229, 7000217]}],
		title: 'The app has never been admitted to this tenant',
		cause:
			'The app is known to Microsoft, but tenant {tenant} has no service principal for it: nobody consented there.',
		fix: [
			'An admin of the tenant opens:',
			adminConsent,
			{powershell: 'New-MgServicePrincipal -AppId {clientId}'},
		],
		who: 'admin',
		step: 'register',
	},
	{
		id: 'ms-secret-invalid',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [7000215]}],
		title: 'The Client Secret is wrong',
		cause:
			'Client ID and tenant are right, but no secret of this app has this value. Most often the Secret ID was pasted instead of the Value; or it is another app’s, deleted, or incomplete.',
		fix: [
			`${app} → Certificates & secrets → New client secret; copy its Value at once, it is shown once.`,
			`Paste it in ${inStep('client')}. A value such as 8-4-4-4-12 hex digits is the Secret ID, not the secret.`,
		],
		who: 'app-owner',
		step: 'client',
		see: codes,
	},
	{
		id: 'ms-secret-expired',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [7000222]}],
		title: 'The Client Secret has expired',
		cause:
			'The secret is one of this app’s, but its end date has passed. The portal allows 24 months at most.',
		fix: [
			`${app} → Certificates & secrets → New client secret; copy its Value at once.`,
			`Paste it and its end date in ${inStep('client')}, and carry it over to ExtraView.`,
			{shell: 'az ad app credential reset --id {clientId} --append --years 1'},
		],
		who: 'app-owner',
		step: 'client',
		see: 'https://learn.microsoft.com/en-us/entra/identity-platform/how-to-add-credentials',
	},
	{
		id: 'ms-public-needs-secret',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [7000218, 7000216]}],
		title: 'A Client Secret is due, or public flows are not allowed',
		cause:
			'Microsoft takes the app for a confidential one and got no secret. With a device code the switch for public client flows decides; in the browser the platform of the redirect URI does.',
		fix: [
			`Browser: enter the Client Secret in ${inStep('client')}.`,
			`Device code: ${app} → Authentication → Advanced settings → Allow public client flows: Yes.`,
		],
		who: 'app-owner',
		confidence: 'likely',
		step: 'client',
		see: 'https://learn.microsoft.com/en-us/troubleshoot/entra/entra-id/app-integration/confidential-client-application-authentication-error-aadsts7000218',
	},
	{
		id: 'ms-public-with-secret',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [700025]}],
		title: 'A secret was sent for a public client',
		cause:
			'The redirect URI is registered as Mobile and desktop, or the app signs in by device code as a public client: then no secret may go along.',
		fix: [
			`${app} → Authentication: remove {redirectUri} from Mobile and desktop applications, and add it to Web. ExtraView needs Web too.`,
			'Sign in again.',
		],
		who: 'app-owner',
		step: 'redirect',
		see: codes,
	},
	{
		id: 'ms-redirect-mismatch',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50011]}],
		title: 'The redirect URI is not registered',
		cause:
			'The app’s list lacks {redirectUri}. Scheme, host and path are compared letter for letter; a slash more, another case, or 127.0.0.1 for localhost is another address.',
		fix: [
			`${app} → Authentication → platform Web → add, copied from ${inStep('redirect')}: {redirectUri}`,
			'Save, wait a minute, and sign in again.',
		],
		who: 'app-owner',
		step: 'redirect',
		see: 'https://learn.microsoft.com/en-us/entra/identity-platform/reply-url',
	},
	{
		id: 'ms-no-reply-address',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [500113, 900971]}],
		title: 'The app has no redirect URI',
		cause: 'No address to come back to is registered, or none that this request could use.',
		fix: [`${app} → Authentication → Add a platform → Web → {redirectUri}`, 'Sign in again.'],
		who: 'app-owner',
		step: 'redirect',
		see: codes,
	},
	{
		id: 'ms-spa-pkce',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [9002325]}],
		title: 'The redirect URI is registered as a single-page application',
		cause: 'Codes for such an address can be redeemed only by a script in a browser.',
		fix: [
			`${app} → Authentication: remove {redirectUri} from Single-page application, and add it to Web.`,
			'Sign in again.',
		],
		who: 'app-owner',
		step: 'redirect',
	},
	{
		id: 'ms-spa-cross-origin',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [9002327, 9002326]}],
		title: 'Tokens of a single-page application',
		cause:
			'The code or refresh token was made for a redirect URI of type Single-page application, and only a browser may use it; or the other way round.',
		fix: [
			`${app} → Authentication: move {redirectUri} from Single-page application to Web.`,
			'Sign in again: tokens made before keep their type.',
		],
		who: 'app-owner',
		step: 'redirect',
		see: 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens',
	},
	{
		id: 'ms-spa-token-expired',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [700084]}],
		title: 'The sign-in lasted its 24 hours',
		cause:
			'The refresh token came by a redirect URI of type Single-page application: it ends after 24 hours, and renewing does not prolong it.',
		fix: [
			`${app} → Authentication: move {redirectUri} from Single-page application to Web.`,
			'Sign in again: those tokens last 90 days and roll on with use.',
		],
		who: 'app-owner',
		step: 'redirect',
		see: 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens',
	},
	{
		id: 'ms-assertion-time',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [700024, 500133]}],
		title: 'The clock of this host is wrong',
		cause:
			'The signed assertion lies outside its time window. The two times in the server’s words show by how much the clocks differ.',
		fix: [{shell: 'date -u; timedatectl set-ntp true'}, 'Then try again.'],
		who: 'you',
		confidence: 'likely',
		step: 'services',
	},
	{
		id: 'ms-assertion-signature',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [700027, 700021, 700023, 700030, 50012]}],
		title: 'The app’s certificate does not fit',
		cause:
			'The assertion is signed with a key whose certificate is not uploaded to the app, or was replaced there; or its audience or issuer is wrong.',
		fix: [
			`${app} → Certificates & secrets → Certificates: compare the thumbprint and upload today’s certificate.`,
		],
		who: 'app-owner',
		confidence: 'likely',
		step: 'client',
	},
];
