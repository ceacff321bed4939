import {clean} from '../clean.js';
import type {TokenFacts} from './diagnosis.js';
import {jwtClaims} from './jwt-claims.js';

/** Tokens of Microsoft reach 4,096 characters; what is far beyond that is not decoded. */
const longest = 64 * 1024;

/** What a JWT says of itself (RFC 7519), read without verifying it; undefined for opaque tokens. Never throws. */
export function tokenFacts(accessToken: string): TokenFacts | undefined {
	if (accessToken.length > longest) return undefined;
	const claims = jwtClaims(accessToken);
	if (!claims) return undefined;
	const scopes = words(claims.scp ?? claims.scope);
	const roles = words(claims.roles);
	const facts: TokenFacts = {
		audience: words(claims.aud)?.[0],
		scopes,
		roles,
		tenant: text(claims.tid),
		account: accountOf(claims),
		expiresAt: seconds(claims.exp),
		...((claims.idtyp === 'app' || (roles && !scopes && !accountOf(claims))) && {
			isAppOnly: true,
		}),
	};
	return Object.values(facts).some(value => value !== undefined) ? facts : undefined;
}

function accountOf(claims: Readonly<Record<string, unknown>>): string | undefined {
	for (const name of ['upn', 'preferred_username', 'unique_name', 'email', 'username']) {
		const value = text(claims[name]);
		if (value?.includes('@')) return value;
	}
	return undefined;
}

/** Claims come from outside and are shown: cleaned, and what is too long to be one is left out. */
function text(value: unknown): string | undefined {
	if (typeof value !== 'string' || value.length > 2000) return undefined;
	return clean(value, 2000) || undefined;
}

const seconds = (value: unknown) =>
	typeof value === 'number' && Number.isFinite(value) ? Math.floor(value) : undefined;

/** A list, or words separated by spaces; undefined when there are none. */
function words(value: unknown): readonly string[] | undefined {
	const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/\s+/) : [];
	const texts = list.flatMap(word => text(word) ?? []).slice(0, 200);
	return texts.length > 0 ? texts : undefined;
}
