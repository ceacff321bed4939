import {constants, type KeyObject, verify} from 'node:crypto';
import {jwtClaims} from '../../diagnosis/jwt-claims.js';

/** A signed assertion (RFC 7523 §3), taken apart and not yet believed. */
export type Assertion = {
	readonly header: Readonly<Record<string, unknown>>;
	readonly claims: Readonly<Record<string, unknown>>;
	readonly isSignedBy: (key: KeyObject) => boolean;
	/** Whether its times have room for now, and it lasts no longer than allowed. */
	readonly isInTime: (now: number, maxSeconds: number) => boolean;
};

/** Undefined for what is no JWT. */
export function readAssertion(text: string): Assertion | undefined {
	const [head = '', payload = '', signature = ''] = text.split('.');
	const header = jwtClaims(`x.${head}.x`);
	const claims = jwtClaims(text);
	if (!header || !claims) return undefined;
	const bytes = Buffer.from(signature, 'base64url');
	return {
		header,
		claims,
		isSignedBy: key =>
			verify('sha256', Buffer.from(`${head}.${payload}`), paddedAs(header, key), bytes),
		isInTime(now, maxSeconds) {
			const {iat, exp} = claims;
			if (typeof exp !== 'number' || typeof iat !== 'number') return false;
			const seconds = now / 1000;
			return exp > seconds && iat < seconds + 300 && exp - iat <= maxSeconds;
		},
	};
}

/** RFC 7518 §3.3 and §3.5; any other algorithm fits no signature. */
const paddedAs = ({alg}: Assertion['header'], key: KeyObject) =>
	alg === 'PS256'
		? {key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST}
		: {key, padding: constants.RSA_PKCS1_PADDING};
