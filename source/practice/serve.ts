import {plainScopes} from './oauth/scopes.js';
import {uploadPath} from './oauth/upload.js';
import type {PracticeServers} from './start-practice.js';

/** What `mailgrant practice --serve` prints as one line of JSON: all that a program needs to use the servers. Endpoints and scopes are those of the custom provider, with the other two under their names; `flags` are those of `mailgrant add`, by provider; `extraview` is what its practice instance has on its screens and on disk. */
export function practiceLine(servers: PracticeServers): object {
	const {endpoints, mailboxes, identity, providers, ca, caFile} = servers;
	const {microsoft, google} = providers;
	const {clientId, clientSecret, tenant, secretExpires} = identity;
	const {url, spool, fromAddresses} = servers.practice.extraview;
	const {configFile, control} = servers.apache;
	const ofGoogle = servers.practice.identity('google');
	const mailFlags = {
		imap: endpoints.imap,
		imapSecurity: 'tls',
		pop3: endpoints.pop3,
		pop3Security: 'tls',
		caFile,
	};
	return {
		endpoints: {
			...endpoints,
			imapSecurity: 'tls',
			pop3Security: 'tls',
			smtpSecurity: 'starttls',
			smtpsSecurity: 'tls',
		},
		mailboxes: mailboxes.map(address => ({address})),
		client: {
			id: clientId,
			secret: clientSecret,
			tenant,
			secretExpires,
			google: {
				id: ofGoogle.clientId,
				secret: ofGoogle.clientSecret,
				/** What `mailgrant service-account` reads. */
				serviceAccountKey: JSON.parse(servers.practice.serviceAccountKey()),
			},
		},
		ca,
		caFile,
		/** Takes a certificate for an app-only grant, as the portal's page does: POST of its PEM. */
		portal: {certificates: new URL(uploadPath, endpoints.token).href},
		extraview: {
			url,
			apacheConfig: configFile,
			/** Tests and reloads it: `configtest`, `graceful`. */
			apacheControl: control,
			spool,
			fromAddresses,
		},
		scopes: {
			...plainScopes,
			refresh: 'offline_access',
			microsoft: {...microsoft.scopes, refresh: microsoft.refreshScope},
			google: google.scopes,
		},
		flags: {
			custom: {
				...urlFlags(endpoints),
				...mailFlags,
				smtp: endpoints.smtps,
				smtpSecurity: 'tls',
				scope: [...Object.values(plainScopes), 'offline_access'].join(' '),
			},
			microsoft: {
				...urlFlags(endpoints.microsoft),
				...mailFlags,
				tenant,
				smtp: endpoints.smtp,
				smtpSecurity: 'starttls',
			},
			google: {
				...urlFlags(endpoints.google),
				deviceUrl: undefined,
				...mailFlags,
				smtp: endpoints.smtps,
				smtpSecurity: 'tls',
			},
		},
	};
}

const urlFlags = (urls: {
	readonly authorize: string;
	readonly token: string;
	readonly device: string;
	readonly metadata: string;
}) => ({
	authorizeUrl: urls.authorize,
	tokenUrl: urls.token,
	deviceUrl: urls.device,
	metadataUrl: urls.metadata,
});
