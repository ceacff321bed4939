import type {Provider} from './provider.js';

const mail = 'https://mail.google.com/';

/** https://developers.google.com/gmail/imap/xoauth2-protocol */
export const google: Provider = {
	id: 'google',
	label: 'Google',
	tokenType: 'Google Gmail',
	hasTenant: false,
	authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
	tokenUrl: 'https://oauth2.googleapis.com/token',
	metadataUrl: 'https://accounts.google.com/.well-known/openid-configuration',
	services: {
		imap: {host: 'imap.gmail.com', port: 993, security: 'tls'},
		pop3: {host: 'pop.gmail.com', port: 995, security: 'tls'},
		smtp: {host: 'smtp.gmail.com', port: 465, security: 'tls'},
	},
	scopes: {imap: mail, pop3: mail, smtp: mail},
	// Google's access tokens are opaque: who signed in stands in the ID token only.
	identityScope: 'openid email',
	// A refresh token comes with access_type=offline, and again only when consent is asked for again.
	authorizeParameters: {access_type: 'offline', prompt: 'consent'},
	flows: ['browser'],
	withoutDevice: 'Google refuses the mail scope in the device flow ("Invalid device flow scope").',
	hasSecretInDeviceFlow: true,
	keepsRefreshTokens: true,
	clientProbe: 'authorization-code',
	accountClaims: ['email'],
	portalUrl: 'https://console.cloud.google.com/',
	portal: [
		{
			id: 'open',
			text: 'Sign on to the Cloud console and choose or create a project',
			values: ['https://console.cloud.google.com/'],
		},
		{
			id: 'consent',
			text: 'Consent screen: Internal for a Workspace organization. External in Testing ends every sign-in after 7 days',
		},
		{
			id: 'tester',
			text: 'Only when External and in Testing: add the mailbox as a test user',
			values: ['{mailbox}'],
		},
		{id: 'scope', text: 'Data access → add the scope, written exactly so', values: [mail]},
		{
			id: 'client',
			text: 'Credentials → Create credentials → OAuth client ID → Web application',
			values: ['ExtraView mail'],
		},
		{
			id: 'redirect',
			text: 'Authorized redirect URIs → add the address of this host',
			values: ['{redirectUri}'],
		},
		{
			id: 'extraview',
			text: 'Authorized redirect URIs → add ExtraView\u2019s own address',
			values: ['{extraviewRedirectUri}'],
			when: 'extraview',
		},
		{
			id: 'secret',
			text: 'Create; keep Client ID and Client Secret, or the JSON file. The secret is shown once',
		},
		{
			id: 'access',
			text: 'Workspace: admin console → Apps → Google Workspace → Gmail → End User Access → POP and IMAP access is on',
		},
	],
};
