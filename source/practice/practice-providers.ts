import {custom} from '../providers/custom.js';
import {google} from '../providers/google.js';
import {microsoft} from '../providers/microsoft.js';
import type {PortalAction, Provider, Providers} from '../providers/provider.js';
import type {Identities} from './identity.js';
import {endpointsOf} from './oauth/metadata.js';
import {plainScopes} from './oauth/scopes.js';

/** Where the practice servers listen, all on `localhost`. */
export type Ports = {
	readonly oauth: number;
	readonly imap: number;
	readonly imapStarttls: number;
	readonly pop3: number;
	readonly pop3Starttls: number;
	readonly smtp: number;
	readonly smtps: number;
};

/** The three providers with the practice servers in place of the real ones. */
export function practiceProviders(ports: Ports, identities: Identities, caFile: string): Providers {
	const origin = `https://localhost:${ports.oauth}`;
	const remap = (provider: Provider, dialect: 'microsoft' | 'google' | 'plain'): Provider => {
		const endpoints = endpointsOf(origin, dialect);
		const {tenant, clientId, clientSecret} =
			dialect === 'google' ? identities.google : identities.usual;
		// Microsoft shows the IDs on a page of their own, the others beside the secret.
		const handedOut: Readonly<Record<string, readonly string[]>> = provider.hasTenant
			? {overview: [clientId, tenant], secret: [clientSecret], 'app-secret': [clientSecret]}
			: {secret: [clientId, clientSecret]};
		return {
			...provider,
			authorizeUrl: endpoints.authorize,
			tokenUrl: endpoints.token,
			deviceUrl: provider.flows.includes('device') ? endpoints.device : undefined,
			metadataUrl: endpoints.metadata,
			services: {
				imap: {host: 'localhost', port: ports.imap, security: 'tls'},
				pop3: {host: 'localhost', port: ports.pop3, security: 'tls'},
				// As each provider has it: port 587's manner at Microsoft, 465's at Google.
				smtp:
					provider.services.smtp?.security === 'tls'
						? {host: 'localhost', port: ports.smtps, security: 'tls'}
						: {host: 'localhost', port: ports.smtp, security: 'starttls'},
			},
			// Nothing leads out of this machine, whichever cloud is chosen.
			clouds: provider.clouds && indoorClouds(provider.clouds),
			portalUrl: undefined,
			portal: provider.portal.map(action => indoors(action, handedOut)),
			caFile,
		};
	};
	return {
		microsoft: remap(microsoft, 'microsoft'),
		google: remap(google, 'google'),
		custom: {
			...remap(custom, 'plain'),
			scopes: plainScopes,
			refreshScope: 'offline_access',
		},
	};
}

const indoorClouds = (clouds: NonNullable<Provider['clouds']>): Provider['clouds'] => ({
	global: {...clouds.global, differs: {}},
	'gcc-high': {...clouds['gcc-high'], differs: {}},
	dod: {...clouds.dod, differs: {}},
	china: {...clouds.china, differs: {}},
});

/** An action whose address would lead out says so, and what the practice portal hands out stands where it is read off. */
function indoors(
	action: PortalAction,
	handedOut: Readonly<Record<string, readonly string[]>>,
): PortalAction {
	const leadsOut = action.values?.some(
		value => typeof value === 'string' && /^https:\/\/(?:portal|console)\./.test(value),
	);
	if (leadsOut) {
		return {
			...action,
			text: `Practice: nothing to open. For real: ${lowerFirst(action.text)}`,
			values: undefined,
		};
	}
	const values = handedOut[action.id];
	return values
		? {
				...action,
				text: `${action.text}. In practice:`,
				values: [...(action.values ?? []), ...values],
			}
		: action;
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
