import type {CloudId, Flow, Protocol, ProviderId, TlsMode} from '../grant.js';

export type Endpoint = {readonly host: string; readonly port: number; readonly security: TlsMode};

/** One action in the provider's portal. Braces in `values` and `text` name what stands there for this grant. */
export type PortalAction = {
	/** Stable: ticks are stored under it. */
	readonly id: string;
	readonly text: string;
	/** What to type or choose, each copied by itself: `{redirectUri}`, `{extraviewRedirectUri}`, `{mailbox}`, `{tenant}`, `{clientId}`, `{scope}`, `{uniqueId}`. Commands quote what stands in them. */
	readonly values?: readonly (string | {readonly powershell: string})[];
	/** Only where a person signs in, or only where the application does as itself. */
	readonly by?: 'person' | 'app';
	/** Only when this holds. */
	readonly when?: 'device' | 'imap' | 'pop3' | 'smtp' | 'extraview';
};

/** How an application gets tokens as itself. */
export type AppOnly = {
	/** What it can prove itself with. */
	readonly credentials: readonly ('secret' | 'certificate' | 'service-account')[];
	/** What it asks for. */
	readonly scope: string;
	/** What the token has to hold for each protocol: application permissions, where the provider has them. */
	readonly needs?: Partial<Record<Protocol, string>>;
};

/** A provider’s separate cloud. */
export type Cloud = {
	readonly label: string;
	/** What is not certain of it, or has to be known; sentences. */
	readonly notes: readonly string[];
	readonly differs: Partial<Omit<Provider, 'id' | 'clouds'>>;
};

/** An end that the provider has announced. */
export type Announcement = {
	readonly title: string;
	/** YYYY-MM-DD */
	readonly day: string;
	readonly about: string;
	/** Concerns a grant that asks for this scope; no grant when absent. */
	readonly scope?: string;
};

/** Everything that differs between providers, as data. */
export type Provider = {
	readonly id: ProviderId;
	readonly label: string;
	/** ExtraView's Email Token Type, as ExtraView spells it; undefined where ExtraView's list has none. */
	readonly tokenType?: string;
	readonly hasTenant: boolean;
	/** `{tenant}` stands for the grant's tenant. */
	readonly authorizeUrl?: string;
	readonly tokenUrl?: string;
	readonly deviceUrl?: string;
	readonly metadataUrl?: string;
	readonly services: Partial<Record<Protocol, Endpoint>>;
	/** The scope that each protocol needs. */
	readonly scopes: Partial<Record<Protocol, string>>;
	/** Asked for beside them, so that a refresh token comes. */
	readonly refreshScope?: string;
	/** Asked for too where only an ID token tells who signed in. */
	readonly identityScope?: string;
	/** Further parameters of the authorization request. */
	readonly authorizeParameters: Readonly<Record<string, string>>;
	readonly flows: readonly Flow[];
	/** Why a flow that is not offered is not. */
	readonly withoutDevice?: string;
	/** Whether the client secret goes along with a device code (RFC 8628 §3.4). */
	readonly hasSecretInDeviceFlow: boolean;
	/** Whether a refresh token stays good after a newer one was given: then a refresh that was cut off is done again. */
	readonly keepsRefreshTokens: boolean;
	/** How a client is verified before anyone signs in. */
	readonly clientProbe: 'client-credentials' | 'authorization-code';
	/** Resource scope of a client credentials request. */
	readonly clientCredentialsScope?: string;
	/** Undefined where no application gets in without a person. */
	readonly appOnly?: AppOnly;
	readonly clouds?: Readonly<Record<CloudId, Cloud>>;
	/** What commands need in this cloud, a space before it. */
	readonly powershell?: {readonly exchange: string; readonly graph: string};
	/** How many days a refresh token lives without use, and from the sign-in on where the app is in Testing. */
	readonly refreshTokenDays?: {readonly unused: number; readonly testing?: number};
	readonly announcements?: readonly Announcement[];
	/** Claims of the access token that name the account, where it is a JWT. */
	readonly accountClaims: readonly string[];
	readonly portalUrl?: string;
	readonly portal: readonly PortalAction[];
	/** Trusted in addition; set by the practice provider. */
	readonly caFile?: string;
};

export type Providers = Readonly<Record<ProviderId, Provider>>;
