/** The payload of a JWT (RFC 7519), not verified: it is only told, never trusted. Undefined for opaque tokens. */
export function jwtClaims(token: string): Readonly<Record<string, unknown>> | undefined {
	const [header, payload, ...rest] = token.split('.');
	if (!header || !payload || rest.length !== 1 || payload.length > 100_000) return undefined;
	try {
		const bytes = Uint8Array.from(
			atob(payload.replaceAll('-', '+').replaceAll('_', '/')),
			character => character.charCodeAt(0),
		);
		const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
		if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return undefined;
		return claims as Record<string, unknown>;
	} catch {
		// Not JSON in base64url: an opaque token that happens to have two dots.
		return undefined;
	}
}
