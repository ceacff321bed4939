import {createPrivateKey, randomUUID} from 'node:crypto';
import type {AppClient} from '../oauth-port.js';

/** How long an assertion is good for; Microsoft advises five to ten minutes, Google allows an hour. */
const lifetimeSeconds = 300;

/** Loaded where it is wanted: a token that is still good needs none of it. */
async function signed(
	claims: Readonly<Record<string, string | number>>,
	header: {readonly alg: 'PS256' | 'RS256'} & Readonly<Record<string, string>>,
	{privateKey, now}: {readonly privateKey: string; readonly now: number},
): Promise<string> {
	const {SignJWT} = await import('jose');
	const seconds = Math.floor(now / 1000);
	return new SignJWT(claims)
		.setProtectedHeader(header)
		.setIssuedAt(seconds)
		.setExpirationTime(seconds + lifetimeSeconds)
		.sign(createPrivateKey(privateKey));
}

/** Proves the client with its certificate, in the form that Entra documents: https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
export function clientAssertion(
	{clientId, tokenUrl}: AppClient,
	{privateKey, sha256}: {readonly privateKey: string; readonly sha256: string},
	now: number,
): Promise<string> {
	const thumbprint = Buffer.from(sha256, 'hex').toString('base64url');
	return signed(
		{iss: clientId, sub: clientId, aud: tokenUrl, jti: randomUUID(), nbf: Math.floor(now / 1000)},
		{alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint},
		{privateKey, now},
	);
}

/** Stands for a mailbox's user in Google's domain-wide delegation: https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
export function delegatedAssertion(
	{clientId, tokenUrl, scope}: AppClient,
	{
		privateKey,
		keyId,
		subject,
	}: {readonly privateKey: string; readonly keyId: string; readonly subject: string},
	now: number,
): Promise<string> {
	return signed(
		{iss: clientId, sub: subject, scope, aud: tokenUrl},
		{alg: 'RS256', typ: 'JWT', kid: keyId},
		{privateKey, now},
	);
}
