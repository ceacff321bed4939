import type {Provider} from './provider.js';

const login = 'https://login.microsoftonline.com/{tenant}';

/** https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth */
export const microsoft: Provider = {
	id: 'microsoft',
	label: 'Microsoft 365',
	tokenType: 'Microsoft Azure',
	hasTenant: true,
	authorizeUrl: `${login}/oauth2/v2.0/authorize`,
	tokenUrl: `${login}/oauth2/v2.0/token`,
	deviceUrl: `${login}/oauth2/v2.0/devicecode`,
	metadataUrl: `${login}/v2.0/.well-known/openid-configuration`,
	services: {
		imap: {host: 'outlook.office365.com', port: 993, security: 'tls'},
		pop3: {host: 'outlook.office365.com', port: 995, security: 'tls'},
		smtp: {host: 'smtp.office365.com', port: 587, security: 'starttls'},
	},
	scopes: {
		imap: 'https://outlook.office.com/IMAP.AccessAsUser.All',
		pop3: 'https://outlook.office.com/POP.AccessAsUser.All',
		smtp: 'https://outlook.office.com/SMTP.Send',
	},
	refreshScope: 'offline_access',
	authorizeParameters: {response_mode: 'query', prompt: 'select_account'},
	flows: ['browser', 'device'],
	// AADSTS700025 answers a secret from an app that allows public client flows.
	hasSecretInDeviceFlow: false,
	keepsRefreshTokens: true,
	clientProbe: 'client-credentials',
	clientCredentialsScope: 'https://outlook.office365.com/.default',
	accountClaims: ['upn', 'preferred_username', 'unique_name', 'email'],
	portalUrl: 'https://portal.azure.com/#home',
	portal: [
		{
			id: 'open',
			text: 'Sign on to the portal with an account that may register applications',
			values: ['https://portal.azure.com/#home'],
		},
		{
			id: 'new',
			text: 'App registrations → New registration; give it a name',
			values: ['ExtraView mail'],
		},
		{
			id: 'accounts',
			text: 'Supported account types: this organizational directory only. A redirect URI with a query is not accepted where personal accounts are',
		},
		{
			id: 'redirect',
			text: 'Redirect URI: platform Web, and the address of this host',
			values: ['{redirectUri}'],
		},
		{
			id: 'extraview',
			text: 'Authentication → add ExtraView\u2019s own address to the same platform',
			values: ['{extraviewRedirectUri}'],
			when: 'extraview',
		},
		{
			id: 'imap',
			text: 'API permissions → Add → Microsoft Graph → Delegated',
			values: ['IMAP.AccessAsUser.All'],
			when: 'imap',
		},
		{
			id: 'pop3',
			text: 'API permissions → Add → Microsoft Graph → Delegated',
			values: ['POP.AccessAsUser.All'],
			when: 'pop3',
		},
		{
			id: 'smtp',
			text: 'API permissions → Add → Microsoft Graph → Delegated',
			values: ['SMTP.Send'],
			when: 'smtp',
		},
		{
			id: 'offline',
			text: 'API permissions → Add → Microsoft Graph → Delegated',
			values: ['offline_access'],
		},
		{
			id: 'consent',
			text: 'API permissions → Grant admin consent. Most tenants demand it since late 2025',
		},
		{id: 'public', text: 'Authentication → Allow public client flows: Yes', when: 'device'},
		{
			id: 'secret',
			text: 'Certificates & secrets → New client secret; copy its Value at once, it is shown once. The Secret ID is not it',
		},
		{
			id: 'overview',
			text: 'Overview → keep Application (client) ID and Directory (tenant) ID at hand',
		},
	],
};
