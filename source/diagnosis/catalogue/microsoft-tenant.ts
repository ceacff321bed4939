import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';

const stages = ['discovery', 'authorize', 'token', 'refresh'] as const;
const accountTypes = 'App registrations → the app → Authentication → Supported account types';
const codes = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes';

/** Where the request went: tenant, cloud, kind of account. */
export const microsoftTenant: readonly Case[] = [
	{
		id: 'ms-tenant-not-found',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [90002]}],
		title: 'The tenant does not exist',
		cause:
			'Microsoft knows no tenant {tenant} in this cloud: a mistyped ID, a domain that was never verified, or a tenant of a government or China cloud.',
		fix: [
			`Copy Directory (tenant) ID from the app’s Overview page into ${inStep('client')}.`,
			{url: 'https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration'},
			`For another cloud, override the URLs in ${inStep('provider')}: login.microsoftonline.us (US Government), login.partner.microsoftonline.cn (China).`,
		],
		who: 'you',
		step: 'client',
		see: 'https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud',
	},
	{
		id: 'ms-tenant-malformed',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [900023]}],
		title: 'The Tenant ID is neither an ID nor a domain',
		cause:
			'What stands in the tenant’s place has no form that Microsoft takes: empty, a display name, or another value pasted there.',
		fix: [`Copy Directory (tenant) ID from the app’s Overview page into ${inStep('client')}.`],
		who: 'you',
		step: 'client',
		see: codes,
	},
	{
		id: 'ms-wrong-cloud',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [900439, 90038, 90043, 900432, 900382]}],
		title: 'Tenant or app belongs to another Microsoft cloud',
		cause:
			'The request went to the worldwide cloud, but the tenant or the app lives in a national one, each with sign-in and mail hosts of its own.',
		fix: [
			`US Government (GCC High, DoD): override the URLs in ${inStep('provider')} with login.microsoftonline.us, scopes with https://outlook.office365.us/…, mail host outlook.office365.us.`,
			'China (21Vianet): login.partner.microsoftonline.cn and partner.outlook.cn.',
			'Register the app in that cloud’s portal, portal.azure.us or portal.azure.cn.',
		],
		who: 'you',
		step: 'provider',
		see: 'https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud',
	},
	{
		id: 'ms-single-tenant-on-common',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50194]}],
		title: 'A single-tenant app needs its own tenant’s URL',
		cause:
			'The app is for one organization, but the request named no tenant, only common or organizations.',
		fix: [
			`Enter the Directory (tenant) ID of the app’s Overview page in ${inStep('client')}.`,
			`Or allow other organizations: ${accountTypes}.`,
		],
		who: 'you',
		step: 'client',
	},
	{
		id: 'ms-consumer-only-app',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [9002331, 9002346]}],
		title: 'The app is for personal accounts only',
		cause:
			'The app was registered for personal Microsoft accounts, and the sign-in is one for an organization.',
		fix: [
			`For a Microsoft 365 mailbox register a new app for this organizational directory only (${inStep('register')}).`,
			`For an outlook.com mailbox enter consumers as Tenant ID in ${inStep('client')}.`,
		],
		who: 'you',
		step: 'register',
	},
	{
		id: 'ms-org-only-app',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [9002332]}],
		title: 'The app is for work accounts only',
		cause:
			'The sign-in is one for personal accounts, and the app takes only accounts of organizations.',
		fix: [
			`For a Microsoft 365 mailbox enter its Tenant ID in ${inStep('client')}, not consumers.`,
			`For an outlook.com mailbox widen ${accountTypes}; ExtraView’s redirect URI has a query and is not accepted then.`,
		],
		who: 'you',
		step: 'client',
	},
	{
		id: 'ms-no-service-principal',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [650052]}],
		title: 'The tenant has no Exchange Online',
		cause:
			'The organization lacks the service that the scopes belong to, usually because there is no Exchange Online subscription in this tenant.',
		fix: [
			`Use the Tenant ID of the organization that holds the mailbox (${inStep('client')}).`,
			'Admin: Microsoft 365 admin center → Billing → Licenses shows whether Exchange Online is there.',
			{powershell: 'New-MgServicePrincipal -AppId 00000002-0000-0ff1-ce00-000000000000'},
		],
		who: 'admin',
		step: 'client',
		see: codes,
	},
	{
		id: 'ms-resource-disabled',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [500014]}],
		title: 'Exchange Online is switched off in the tenant',
		cause:
			'The subscription has lapsed, or an admin disabled the service’s enterprise application.',
		fix: [
			'Admin: Microsoft 365 admin center → Billing → Your products: renew the subscription.',
			'Admin: Entra admin center → Enterprise applications → Office 365 Exchange Online → Properties → Enabled for users to sign-in: Yes.',
		],
		who: 'admin',
	},
];
