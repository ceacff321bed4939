import {createPublicKey, X509Certificate} from 'node:crypto';
import {findIdentity} from '../identity.js';
import {readAssertion} from './assertion.js';
import {checkClient, readClient} from './client.js';
import {
	issuerOf,
	json,
	type OAuthContext,
	type OAuthRequest,
	type OAuthResponse,
} from './context.js';
import type {Problem} from './dialect.js';
import {judgeScope} from './scopes.js';
import {type AccessToken, appRoles} from './token-book.js';

/** A token of the application's own (RFC 6749 §4.4), for which it proves itself by a secret or a certificate. */
export function asClient(context: OAuthContext, request: OAuthRequest): OAuthResponse | Problem {
	const {dialect, parameters} = request;
	const problem = parameters.has('client_assertion')
		? checkAssertion(context, request)
		: checkClient(context, request, 'confidential');
	if (problem) return problem;
	if (dialect !== 'microsoft') return {type: 'grant-type-unknown', grantType: 'client_credentials'};
	const scope = parameters.get('scope') ?? '';
	const resource = /^(https:\/\/[\w.]+)\/\.default$/.exec(scope)?.[1];
	if (resource === undefined) return {type: 'scope-invalid', scope, valid: []};
	const {droppedScopes = []} = context.faults();
	return give(context, request, {
		clientId: readClient(request).clientId,
		account: '',
		isAppOnly: true,
		// Without consent the token comes all the same, and lacks them.
		roles: appRoles.filter(role => !droppedScopes.includes(role)),
		audience: resource,
		shortNames: [],
	});
}

/** `private_key_jwt` (RFC 7523 §2.2), held against what was uploaded to the practice portal. */
function checkAssertion(context: OAuthContext, request: OAuthRequest): Problem | undefined {
	const {clientId} = readClient(request);
	if (!findIdentity(context.identities, clientId)) return {type: 'client-unknown', clientId};
	const assertion = readAssertion(request.parameters.get('client_assertion') ?? '');
	const thumbprint = assertion?.header['x5t#S256'];
	const sha256 = Buffer.from(typeof thumbprint === 'string' ? thumbprint : '', 'base64url')
		.toString('hex')
		.toUpperCase();
	const wrong: Problem = {type: 'assertion-wrong', clientId, sha256};
	const certificate = context.uploaded.get(sha256);
	if (!assertion || !certificate) return wrong;
	const {iss, sub, aud, jti} = assertion.claims;
	const endpoint = `${context.origin()}${request.url.pathname}`;
	const isOwn = iss === clientId && sub === clientId && aud === endpoint && jti !== undefined;
	const {publicKey} = new X509Certificate(certificate);
	if (!isOwn || assertion.header.alg !== 'PS256' || !assertion.isSignedBy(publicKey)) return wrong;
	return assertion.isInTime(context.now(), 600) ? undefined : {type: 'assertion-time'};
}

/** A token for a user of the domain, on the word of a service account (RFC 7523 §2.1). */
export function asDelegate(context: OAuthContext, request: OAuthRequest): OAuthResponse | Problem {
	if (request.dialect !== 'google') {
		return {type: 'grant-type-unknown', grantType: request.parameters.get('grant_type') ?? ''};
	}
	const {client_email: email, private_key_id: keyId, private_key: key} = context.serviceAccount();
	const assertion = readAssertion(request.parameters.get('assertion') ?? '');
	if (assertion?.claims.iss !== email) return {type: 'delegate-unknown'};
	const isItsKey = assertion.header.kid === keyId && assertion.header.alg === 'RS256';
	if (!isItsKey || !assertion.isSignedBy(createPublicKey(key))) return {type: 'delegate-signature'};
	const isAimed = assertion.claims.aud === `${context.origin()}${request.url.pathname}`;
	if (!isAimed || !assertion.isInTime(context.now(), 3600)) return {type: 'assertion-time'};
	const {sub, scope} = assertion.claims;
	const account = context.accounts.find(each => each === sub);
	if (account === undefined) return {type: 'delegate-user'};
	const granted = judgeScope('google', String(scope ?? ''));
	if ('type' in granted) return {type: 'delegate-scope'};
	const {audience, shortNames} = granted;
	return give(context, request, {clientId: String(email), account, audience, shortNames});
}

function give(
	context: OAuthContext,
	{dialect}: OAuthRequest,
	token: Omit<AccessToken, 'dialect' | 'expiresAt'>,
): OAuthResponse {
	const faults = context.faults();
	const seconds = faults.accessTokenSeconds ?? context.accessTokenSeconds;
	const expiresAt = context.now() + (faults.hasExpiredTokens ? -60_000 : seconds * 1000);
	const audience = faults.audience ?? token.audience;
	return json({
		token_type: 'Bearer',
		expires_in: dialect === 'google' ? seconds - 1 : seconds,
		...(dialect === 'microsoft' ? {ext_expires_in: seconds} : {}),
		access_token: context.tokens.issueAccess(
			{...token, audience, dialect, expiresAt},
			issuerOf(context, dialect),
		),
	});
}
