import {createHash, generateKeyPairSync, type KeyObject, randomBytes, sign} from 'node:crypto';
import type {Dialect} from './dialect.js';

/** What the servers know of an access token that they gave out. */
export type AccessToken = {
	readonly dialect: Dialect;
	readonly clientId: string;
	readonly account: string;
	/** Of an application without a user. */
	readonly isAppOnly?: boolean;
	/** Its application permissions. */
	readonly roles?: readonly string[];
	readonly audience: string;
	readonly shortNames: readonly string[];
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
};

/** What a refresh token stands for. */
export type RefreshGrant = {
	readonly dialect: Dialect;
	readonly clientId: string;
	readonly account: string;
	readonly scopes: readonly string[];
	/** Came by the device flow, whose clients are public at Microsoft. */
	readonly isFromDevice: boolean;
	/** Shared by all that came from one sign-in. */
	readonly family: string;
};

export type TokenBook = {
	readonly issueAccess: (token: AccessToken, issuer: string) => string;
	readonly findAccess: (token: string) => AccessToken | undefined;
	readonly issueRefresh: (grant: RefreshGrant) => string;
	/** `used` was valid once; it still counts as valid for `graceMs` after its first use. */
	readonly findRefresh: (token: string, graceMs?: number) => RefreshGrant | 'used' | undefined;
	readonly markUsed: (token: string) => void;
	/** A used token that comes again ends all of its family (RFC 9700 §4.14.2). */
	readonly revokeFamily: (token: string) => void;
	readonly issueIdToken: (
		user: Pick<AccessToken, 'clientId' | 'account' | 'expiresAt'>,
		issuer: string,
	) => string;
	/** The signing key (RFC 7517). */
	readonly publicKey: () => object;
};

/** What the practice application may do as itself. */
export const appRoles = ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp'];

/** So many that a test never meets the end, and a server left running has one. */
const maxRefreshTokens = 10_000;

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function createTokenBook(tenant: string, now: () => number): TokenBook {
	const access = new Map<string, AccessToken>();
	const refresh = new Map<string, {readonly grant: RefreshGrant; usedAt?: number}>();
	const keyId = randomBytes(20).toString('base64url');
	let keys: {readonly publicKey: KeyObject; readonly privateKey: KeyObject} | undefined;
	const signingKeys = () => {
		keys ??= generateKeyPairSync('rsa', {modulusLength: 2048});
		return keys;
	};
	const jwt = (claims: object) => {
		const head = `${encode({typ: 'JWT', alg: 'RS256', x5t: keyId, kid: keyId})}.${encode(claims)}`;
		const signature = sign('RSA-SHA256', Buffer.from(head), signingKeys().privateKey);
		return `${head}.${signature.toString('base64url')}`;
	};
	const forgetExpired = () => {
		for (const [key, token] of access) {
			// Kept for an hour, so that an ended token is refused as what it is.
			if (token.expiresAt + 3_600_000 < now()) access.delete(key);
		}
	};
	return {
		issueAccess: (token, issuer) => {
			forgetExpired();
			const text =
				token.dialect === 'google' ? opaque('ya29.a0', 180) : jwt(claimsOf(token, issuer));
			access.set(digest(text), token);
			return text;
		},
		findAccess: token => access.get(digest(token)),
		issueRefresh: grant => {
			const text =
				grant.dialect === 'google'
					? opaque('1//0g', 80)
					: opaque(grant.dialect === 'microsoft' ? '1.AW8A' : '', 900);
			refresh.set(digest(text), {grant});
			const oldest = refresh.keys().next();
			if (refresh.size > maxRefreshTokens && !oldest.done) refresh.delete(oldest.value);
			return text;
		},
		findRefresh: (token, graceMs = 0) => {
			const found = refresh.get(digest(token));
			const isOver = found?.usedAt !== undefined && now() >= found.usedAt + graceMs;
			return isOver ? 'used' : found?.grant;
		},
		markUsed: token => {
			const found = refresh.get(digest(token));
			if (found) found.usedAt ??= now();
		},
		revokeFamily: token => {
			const family = refresh.get(digest(token))?.grant.family;
			for (const entry of refresh.values()) {
				if (entry.grant.family === family) entry.usedAt = Number.NEGATIVE_INFINITY;
			}
		},
		issueIdToken: ({clientId, account, expiresAt}, issuer) =>
			jwt({
				iss: issuer,
				aud: clientId,
				sub: digest(account),
				email: account,
				preferred_username: account,
				iat: seconds(now()),
				exp: seconds(expiresAt),
			}),
		publicKey: () => ({
			...signingKeys().publicKey.export({format: 'jwk'}),
			use: 'sig',
			alg: 'RS256',
			kid: keyId,
		}),
	};

	function claimsOf(token: AccessToken, issuer: string): object {
		const issuedAt = seconds(Math.min(now(), token.expiresAt - 60_000));
		const common = {
			aud: token.audience,
			iss: issuer,
			iat: issuedAt,
			nbf: issuedAt,
			exp: seconds(token.expiresAt),
		};
		if (token.dialect === 'plain') {
			return {
				...common,
				sub: digest(token.account),
				client_id: token.clientId,
				email: token.account,
				username: token.account,
				scope: token.shortNames.join(' '),
				jti: crypto.randomUUID(),
				// As long as real ones: what is too short finds no bugs.
				entitlements: randomBytes(600).toString('base64url'),
			};
		}
		return {
			...common,
			acct: 0,
			acr: '1',
			aio: randomBytes(120).toString('base64url'),
			amr: ['pwd', 'mfa'],
			app_displayname: 'ExtraView mail',
			appid: token.clientId,
			appidacr: '1',
			idtyp: token.isAppOnly ? 'app' : 'user',
			ipaddr: '127.0.0.1',
			oid: uuidOf(token.account),
			puid: '1003200182E4F0A6',
			rh: `1.${randomBytes(60).toString('base64url')}.`,
			sid: crypto.randomUUID(),
			sub: digest(token.account),
			tid: tenant,
			uti: randomBytes(16).toString('base64url'),
			ver: '1.0',
			wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
			xms_ftd: randomBytes(48).toString('base64url'),
			xms_idrel: '1 26',
			...(token.isAppOnly
				? {roles: token.roles ?? appRoles}
				: {
						name: token.account,
						scp: token.shortNames.join(' '),
						unique_name: token.account,
						upn: token.account,
					}),
		};
	}
}

const seconds = (ms: number) => Math.floor(ms / 1000);
const opaque = (prefix: string, length: number) =>
	prefix + randomBytes(length).toString('base64url').slice(0, length);

function uuidOf(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex');
	return [8, 4, 4, 4, 12]
		.map((length, index, all) => {
			const start = all.slice(0, index).reduce((sum, each) => sum + each, 0);
			return hex.slice(start, start + length);
		})
		.join('-');
}
