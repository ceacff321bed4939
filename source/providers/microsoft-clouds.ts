import type {CloudId} from '../grant.js';

/** One of Microsoft’s clouds: all that differs from the others. */
export type MicrosoftCloud = {
	readonly label: string;
	/** Origin of the sign-in. */
	readonly login: string;
	readonly portal: string;
	/** Origin of the mail scopes. */
	readonly resource: string;
	/** The same of a token without a user, where it differs. */
	readonly appResource?: string;
	readonly incoming: string;
	readonly outgoing: string;
	/** What Connect-ExchangeOnline and Connect-MgGraph need beside their usual options, a space before it. */
	readonly exchange: string;
	readonly graph: string;
	/** What is not certain of it, or has to be known. */
	readonly notes: readonly string[];
};

const ownRegistration = 'The application has to be registered in this cloud, in its own portal.';
const fromPublicCode =
	'Login hosts are Microsoft’s own word; mail hosts and scopes come from other programs’ tables.';

/** Login hosts and portals: https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud; the environments of PowerShell: https://learn.microsoft.com/en-us/powershell/exchange/app-only-auth-powershell-v2 and Get-MgEnvironment. */
export const microsoftClouds: Readonly<Record<CloudId, MicrosoftCloud>> = {
	global: {
		label: 'global, with GCC',
		login: 'https://login.microsoftonline.com',
		portal: 'https://portal.azure.com/#home',
		resource: 'https://outlook.office.com',
		appResource: 'https://outlook.office365.com',
		incoming: 'outlook.office365.com',
		outgoing: 'smtp.office365.com',
		exchange: '',
		graph: '',
		notes: [],
	},
	'gcc-high': {
		label: 'GCC High',
		login: 'https://login.microsoftonline.us',
		portal: 'https://portal.azure.us/',
		resource: 'https://outlook.office365.us',
		incoming: 'outlook.office365.us',
		outgoing: 'smtp.office365.us',
		exchange: ' -ExchangeEnvironmentName O365USGovGCCHigh',
		graph: ' -Environment USGov',
		notes: [ownRegistration, fromPublicCode],
	},
	dod: {
		label: 'DoD',
		login: 'https://login.microsoftonline.us',
		portal: 'https://portal.azure.us/',
		resource: 'https://outlook.office365.us',
		incoming: 'outlook-dod.office365.us',
		outgoing: 'outlook-dod.office365.us',
		exchange: ' -ExchangeEnvironmentName O365USGovDoD',
		graph: ' -Environment USGovDoD',
		notes: [
			ownRegistration,
			fromPublicCode,
			'The SMTP host of DoD is not confirmed: ask the tenant’s admin, and enter it as SMTP server.',
		],
	},
	china: {
		label: 'China (21Vianet)',
		login: 'https://login.partner.microsoftonline.cn',
		portal: 'https://portal.azure.cn/',
		resource: 'https://partner.outlook.cn',
		incoming: 'partner.outlook.cn',
		outgoing: 'smtp.partner.outlook.cn',
		exchange: ' -ExchangeEnvironmentName O365China',
		graph: ' -Environment China',
		notes: [
			ownRegistration,
			fromPublicCode,
			// https://github.com/simonrob/email-oauth2-proxy/issues/255
			'The scopes of 21Vianet are a guess: its tenants may need the older endpoints, with resource=https://partner.outlook.cn.',
		],
	},
};
