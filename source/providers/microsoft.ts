import {type MicrosoftCloud, microsoftClouds} from './microsoft-clouds.js';
import {microsoftPortal} from './microsoft-portal.js';
import type {Cloud, Provider} from './provider.js';

/** https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth */
export const microsoft: Provider = {
	id: 'microsoft',
	label: 'Microsoft 365',
	tokenType: 'Microsoft Azure',
	hasTenant: true,
	...inCloud(microsoftClouds.global),
	refreshScope: 'offline_access',
	authorizeParameters: {response_mode: 'query', prompt: 'select_account'},
	flows: ['browser', 'device', 'app-only'],
	// AADSTS700025 answers a secret from an app that allows public client flows.
	hasSecretInDeviceFlow: false,
	keepsRefreshTokens: true,
	clientProbe: 'client-credentials',
	// https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens
	refreshTokenDays: {unused: 90},
	announcements: [
		{
			title: 'Exchange Web Services',
			// Switched off in phases from 1 October 2026: Message Center MC1227454.
			day: '2027-04-01',
			about:
				'EWS ends for all tenants; IMAP, POP3 and SMTP do not. Leave EWS.AccessAsUser.All out of the scope.',
			scope: 'EWS.AccessAsUser.All',
		},
		{
			title: 'Passwords for SMTP AUTH',
			// https://techcommunity.microsoft.com/blog/exchange/updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835
			day: '2026-12-31',
			about:
				'Off by default in existing tenants from then on; SMTP AUTH with tokens, as here, goes on.',
		},
	],
	accountClaims: ['upn', 'preferred_username', 'unique_name', 'email'],
	clouds: {
		global: cloudOf(microsoftClouds.global),
		'gcc-high': cloudOf(microsoftClouds['gcc-high']),
		dod: cloudOf(microsoftClouds.dod),
		china: cloudOf(microsoftClouds.china),
	},
};

function cloudOf(cloud: MicrosoftCloud): Cloud {
	const {label, notes} = cloud;
	return {label, notes, differs: inCloud(cloud)};
}

function inCloud(cloud: MicrosoftCloud) {
	const {login, resource, appResource = resource, incoming, outgoing, portal} = cloud;
	const endpoints = `${login}/{tenant}/oauth2/v2.0`;
	const asApp = `${appResource}/.default`;
	return {
		authorizeUrl: `${endpoints}/authorize`,
		tokenUrl: `${endpoints}/token`,
		deviceUrl: `${endpoints}/devicecode`,
		metadataUrl: `${login}/{tenant}/v2.0/.well-known/openid-configuration`,
		services: {
			imap: {host: incoming, port: 993, security: 'tls'},
			pop3: {host: incoming, port: 995, security: 'tls'},
			smtp: {host: outgoing, port: 587, security: 'starttls'},
		},
		scopes: {
			imap: `${resource}/IMAP.AccessAsUser.All`,
			pop3: `${resource}/POP.AccessAsUser.All`,
			smtp: `${resource}/SMTP.Send`,
		},
		clientCredentialsScope: asApp,
		appOnly: {
			credentials: ['secret', 'certificate'],
			scope: asApp,
			needs: {imap: 'IMAP.AccessAsApp', pop3: 'POP.AccessAsApp', smtp: 'SMTP.SendAsApp'},
		},
		powershell: {exchange: cloud.exchange, graph: cloud.graph},
		portalUrl: portal,
		portal: microsoftPortal(cloud),
	} satisfies Partial<Provider>;
}
