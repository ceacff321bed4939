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
	flows: ['browser', 'app-only'],
	appOnly: {credentials: ['service-account'], scope: mail},
	withoutDevice: 'Google refuses the mail scope in the device flow ("Invalid device flow scope").',
	hasSecretInDeviceFlow: true,
	keepsRefreshTokens: true,
	clientProbe: 'authorization-code',
	// https://developers.google.com/identity/protocols/oauth2#expiration: six months, counted short.
	refreshTokenDays: {unused: 180, testing: 7},
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
			by: 'person',
			text: 'Consent screen: Internal for a Workspace organization. External in Testing ends every sign-in after 7 days',
		},
		{
			id: 'tester',
			by: 'person',
			text: 'Only when External and in Testing: add the mailbox as a test user',
			values: ['{mailbox}'],
		},
		{
			id: 'scope',
			by: 'person',
			text: 'Data access → add the scope, written exactly so',
			values: [mail],
		},
		{
			id: 'client',
			by: 'person',
			text: 'Credentials → Create credentials → OAuth client ID → Web application',
			values: ['ExtraView mail'],
		},
		{
			id: 'redirect',
			by: 'person',
			text: 'Authorized redirect URIs → add the address of this host',
			values: ['{redirectUri}'],
		},
		{
			id: 'extraview',
			by: 'person',
			text: 'Authorized redirect URIs → add ExtraView\u2019s own address',
			values: ['{extraviewRedirectUri}'],
			when: 'extraview',
		},
		{
			id: 'secret',
			by: 'person',
			text: 'Create; keep Client ID and Client Secret, or the JSON file. The secret is shown once',
		},
		{
			id: 'app-account',
			text: 'IAM & Admin → Service Accounts → Create service account',
			values: ['mail-app'],
			by: 'app',
		},
		{
			id: 'app-key',
			text: 'The service account → Keys → Add key → JSON; keep the file. The organization policy iam.disableServiceAccountKeyCreation may forbid it',
			by: 'app',
		},
		{
			id: 'app-id',
			text: 'The service account → Details → its Unique ID, 21 digits: the Client ID of the next action',
			values: ['{uniqueId}'],
			by: 'app',
		},
		{
			id: 'app-delegate',
			text: 'A super admin: admin.google.com → Security → Access and data control → API controls → Manage Domain Wide Delegation → Add new: that ID, and the scope written exactly so. It can take 24 hours',
			values: ['{scope}'],
			by: 'app',
		},
		{
			id: 'access',
			text: 'Workspace: admin console → Apps → Google Workspace → Gmail → End User Access → POP and IMAP access is on',
		},
	],
};
