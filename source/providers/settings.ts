import {type Flow, type Grant, type Protocol, protocolsOf, type TlsMode} from '../grant.js';
import type {Endpoint, Provider, Providers} from './provider.js';
import {providerOf} from './provider-of.js';

/** What a grant comes to: the provider's data with the grant's overrides over it. */
export type Settings = {
	readonly authorizeUrl?: string;
	readonly tokenUrl?: string;
	readonly deviceUrl?: string;
	readonly metadataUrl?: string;
	/** Of the chosen services only. */
	readonly services: Partial<Record<Protocol, Endpoint>>;
	/** The scopes that the chosen services need, without the one for refreshing. */
	readonly neededScopes: readonly string[];
	/** What is asked for, separated by one space. */
	readonly scope: string;
	/** Where the browser comes back to on this host. */
	readonly redirectUri: string;
	/** Where it comes back to in ExtraView; undefined while the base URL is. */
	readonly extraviewRedirectUri?: string;
	readonly flows: readonly Flow[];
	readonly network: Network;
};

/** How this host reaches others. */
export type Network = {
	readonly caFile?: string;
	/** A URL, `none`, or undefined: as the environment says. */
	readonly proxy?: string;
};

export const callbackPath = '/callback';

const defaultPorts: Record<Protocol, Record<TlsMode, number>> = {
	imap: {tls: 993, starttls: 143},
	pop3: {tls: 995, starttls: 110},
	smtp: {tls: 465, starttls: 587},
};

export function settingsOf(grant: Grant, providers: Providers): Settings {
	const provider = providerOf(grant, providers);
	// A tenant not known yet is `organizations`: every work account, and enough to look at the hosts.
	const url = (override: string | undefined, template: string | undefined) =>
		(override ?? template)?.replaceAll(
			'{tenant}',
			encodeURIComponent(grant.tenant ?? 'organizations'),
		);
	const protocols = protocolsOf(grant);
	return {
		authorizeUrl: url(grant.authorizeUrl, provider.authorizeUrl),
		tokenUrl: url(grant.tokenUrl, provider.tokenUrl),
		deviceUrl: url(grant.deviceUrl, provider.deviceUrl),
		metadataUrl: url(grant.metadataUrl, provider.metadataUrl),
		services: Object.fromEntries(
			protocols.flatMap(protocol => {
				const endpoint = endpointOf(grant, protocol, provider.services[protocol]);
				return endpoint ? [[protocol, endpoint]] : [];
			}),
		),
		...(grant.flow === 'app-only' ? scopesAsApp(grant, provider) : scopesOfPerson(grant, provider)),
		redirectUri: `http://localhost:${grant.callbackPort}${callbackPath}`,
		extraviewRedirectUri: grant.extraviewUrl ? extraviewRedirectUri(grant.extraviewUrl) : undefined,
		flows: provider.flows,
		network: {caFile: grant.caFile ?? provider.caFile, proxy: grant.proxy},
	};
}

type Scopes = Pick<Settings, 'neededScopes' | 'scope'>;

function scopesOfPerson(grant: Grant, provider: Provider): Scopes {
	const neededScopes = grant.scope
		? grant.scope.split(/\s+/).filter(scope => !isRefreshScope(scope))
		: unique(protocolsOf(grant).flatMap(protocol => provider.scopes[protocol] ?? []));
	const asked = grant.scope ? grant.scope.split(/\s+/) : neededScopes;
	return {
		neededScopes,
		// The first scope decides the audience of Microsoft's tokens, so that what is added comes last.
		scope: unique([
			...asked,
			...(provider.identityScope?.split(' ') ?? []),
			...(provider.refreshScope ? [provider.refreshScope] : []),
		]).join(' '),
	};
}

/** Where the provider has application permissions, they are needed, whatever resource is asked for. */
function scopesAsApp(grant: Grant, {appOnly}: Provider): Scopes {
	const scope = grant.scope ?? appOnly?.scope ?? '';
	const {needs} = appOnly ?? {};
	return {
		scope,
		neededScopes: needs
			? unique(protocolsOf(grant).flatMap(protocol => needs[protocol] ?? []))
			: scope.split(/\s+/).filter(word => word !== ''),
	};
}

/** ExtraView's own redirect URI; its *Access Tokens for 3rd Party Email Services* screen is the authority for it. */
export function extraviewRedirectUri(baseUrl: string): string {
	return `${baseUrl.replace(/[?#].*$/, '').replace(/\/+$/, '')}/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility`;
}

/** Scopes that name no service: they are never missing from a mail token. */
export const isRefreshScope = (scope: string) =>
	['offline_access', 'openid', 'profile', 'email'].includes(scope);

function endpointOf(
	grant: Grant,
	protocol: Protocol,
	base: Endpoint | undefined,
): Endpoint | undefined {
	const security = grant[`${protocol}Security`] ?? base?.security ?? 'tls';
	const text = grant[protocol];
	if (text === undefined) {
		if (!base) return undefined;
		return security === base.security
			? base
			: {...base, security, port: defaultPorts[protocol][security]};
	}
	const colon = text.lastIndexOf(':');
	return {
		host: text.slice(0, colon).replace(/^\[|\]$/g, ''),
		port: Number(text.slice(colon + 1)),
		security,
	};
}

const unique = (values: readonly string[]) => [...new Set(values)];
