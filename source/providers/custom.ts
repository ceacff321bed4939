import type {Provider} from './provider.js';

/** Any other authorization and mail server: every URL, scope and host comes from the grant. */
export const custom: Provider = {
	id: 'custom',
	label: 'Custom',
	hasTenant: false,
	services: {},
	scopes: {},
	authorizeParameters: {},
	flows: ['browser', 'device'],
	hasSecretInDeviceFlow: true,
	keepsRefreshTokens: false,
	clientProbe: 'authorization-code',
	accountClaims: ['email', 'preferred_username', 'upn', 'username', 'sub'],
	portal: [
		{
			id: 'client',
			text: 'At your authorization server, register a confidential client that may use authorization code and refresh token',
		},
		{id: 'redirect', text: 'Redirect URI of this host', values: ['{redirectUri}']},
		{
			id: 'extraview',
			text: 'Redirect URI of ExtraView',
			values: ['{extraviewRedirectUri}'],
			when: 'extraview',
		},
		{id: 'scopes', text: 'Allow the scopes that the mail services ask for', values: ['{scope}']},
		{id: 'device', text: 'Allow the device authorization grant', when: 'device'},
		{id: 'secret', text: 'Keep Client ID and Client Secret at hand'},
	],
};
