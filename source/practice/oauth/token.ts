import {createHash, randomUUID} from 'node:crypto';
import type {GrantType} from '../faults.js';
import {asClient, asDelegate} from './app-grants.js';
import {checkClient, isSame, readClient} from './client.js';
import {
	issuerOf,
	json,
	type OAuthContext,
	type OAuthRequest,
	type OAuthResponse,
	refuse,
} from './context.js';
import type {Problem} from './dialect.js';
import {isMixed, judgeScope} from './scopes.js';
import type {RefreshGrant} from './token-book.js';

const grantTypes: Readonly<Record<string, GrantType>> = {
	authorization_code: 'authorization_code',
	refresh_token: 'refresh_token',
	client_credentials: 'client_credentials',
	'urn:ietf:params:oauth:grant-type:device_code': 'device_code',
	device_code: 'device_code',
	'urn:ietf:params:oauth:grant-type:jwt-bearer': 'jwt_bearer',
};

/** The token endpoint (RFC 6749 §3.2). */
export function token(context: OAuthContext, request: OAuthRequest): OAuthResponse {
	const asked = request.parameters.get('grant_type') ?? '';
	const grantType = Object.hasOwn(grantTypes, asked) ? grantTypes[asked] : undefined;
	const faults = context.faults().token;
	const fault = (grantType && faults?.[grantType]) ?? faults?.any;
	if (fault) return fault;
	const answer = answerTo(context, request, grantType, asked);
	return 'type' in answer ? refuse(context, request.dialect, answer) : answer;
}

function answerTo(
	context: OAuthContext,
	request: OAuthRequest,
	grantType: GrantType | undefined,
	asked: string,
): OAuthResponse | Problem {
	switch (grantType) {
		case 'authorization_code':
			return checkClient(context, request, 'confidential') ?? redeemCode(context, request);
		case 'refresh_token':
			return redeemRefreshToken(context, request);
		case 'client_credentials':
			return asClient(context, request);
		case 'jwt_bearer':
			return asDelegate(context, request);
		case 'device_code':
			return (
				// AADSTS700025: Microsoft takes an app in the device flow for a public one.
				checkClient(
					context,
					request,
					request.dialect === 'microsoft' ? 'public' : 'confidential',
				) ?? redeemDeviceCode(context, request)
			);
		case undefined:
			return {type: 'grant-type-unknown', grantType: asked};
	}
}

function redeemCode(context: OAuthContext, request: OAuthRequest): OAuthResponse | Problem {
	const {dialect, parameters} = request;
	const coded = context.signIns.findCode(parameters.get('code') ?? '');
	const {clientId} = readClient(request);
	if (coded?.dialect !== dialect || coded.clientId !== clientId) return {type: 'code-unknown'};
	if (coded.isUsed) {
		// RFC 6749 §4.1.2: what was issued by the code ends with its second use.
		if (coded.refreshToken) context.tokens.revokeFamily(coded.refreshToken);
		return {type: 'code-used'};
	}
	const redirectUri = parameters.get('redirect_uri') ?? '';
	if (redirectUri !== coded.redirectUri) {
		return {type: 'redirect-unknown', redirectUri, clientId};
	}
	const verifier = parameters.get('code_verifier') ?? '';
	const challenge = createHash('sha256').update(verifier).digest('base64url');
	if (!isSame(challenge, coded.challenge)) return {type: 'verifier-wrong'};
	const scope = parameters.get('scope') ?? coded.scopes.join(' ');
	if (dialect === 'microsoft' && isMixed(scope)) return {type: 'scope-mixed', scope};
	coded.isUsed = true;
	const isOffline =
		dialect === 'google' ? coded.isOffline : coded.scopes.includes('offline_access');
	return give(context, request, {
		clientId,
		account: coded.account,
		scopes: coded.scopes,
		refresh: isOffline ? 'new' : 'none',
		isFromDevice: false,
		family: randomUUID(),
		onRefreshToken: refreshToken => {
			coded.refreshToken = refreshToken;
		},
	});
}

function redeemRefreshToken(context: OAuthContext, request: OAuthRequest): OAuthResponse | Problem {
	const {dialect, parameters} = request;
	const text = parameters.get('refresh_token') ?? '';
	const found = context.tokens.findRefresh(text, context.faults().refreshGraceMs);
	const isPublic = dialect === 'microsoft' && typeof found === 'object' && found.isFromDevice;
	const problem = checkClient(context, request, isPublic ? 'public' : 'confidential');
	if (problem) return problem;
	if (found === 'used') {
		context.tokens.revokeFamily(text);
		return {type: 'refresh-dead'};
	}
	const isTheirs = found?.dialect === dialect && found.clientId === readClient(request).clientId;
	if (!found || !isTheirs || context.faults().isRevoked) {
		return {type: 'refresh-dead'};
	}
	const scopes = (parameters.get('scope') ?? found.scopes.join(' ')).split(/\s+/).filter(Boolean);
	if (scopes.some(scope => !found.scopes.includes(scope))) return {type: 'scope-beyond-grant'};
	// Google's refresh tokens stay as they are, and the answer has none.
	const isRotated = dialect !== 'google';
	const answer = give(context, request, {
		...found,
		scopes,
		grantedScopes: found.scopes,
		refresh: isRotated ? 'new' : 'none',
	});
	if (isRotated && !context.faults().withoutRefreshToken) context.tokens.markUsed(text);
	return answer;
}

function redeemDeviceCode(context: OAuthContext, request: OAuthRequest): OAuthResponse | Problem {
	const {dialect, parameters} = request;
	const device = context.signIns.findDevice(parameters.get('device_code') ?? '');
	const {poll} = context.faults();
	if (poll) return {type: `device-${poll}`};
	const {clientId} = readClient(request);
	if (device?.dialect !== dialect || device.clientId !== clientId) return {type: 'code-unknown'};
	if (device.expiresAt <= context.now()) return {type: 'device-expired'};
	// A poll that comes before half of the interval has passed is too soon (RFC 8628 §3.5).
	const isTooSoon = context.now() - device.polledAt < device.intervalMs / 2;
	device.polledAt = context.now();
	switch (device.outcome.type) {
		case 'pending':
			return {type: isTooSoon ? 'device-slow-down' : 'device-pending'};
		case 'declined':
			return {type: 'device-declined'};
		case 'used':
			return {type: 'code-used'};
		case 'accepted': {
			const {account} = device.outcome;
			device.outcome = {type: 'used'};
			return give(context, request, {
				clientId,
				account,
				scopes: device.scopes,
				refresh: device.scopes.includes('offline_access') ? 'new' : 'none',
				isFromDevice: true,
				family: randomUUID(),
			});
		}
	}
}

type Gift = Omit<RefreshGrant, 'dialect'> & {
	/** What the refresh token goes on to stand for, where the access token gets less. */
	readonly grantedScopes?: readonly string[];
	readonly refresh: 'new' | 'none';
	readonly onRefreshToken?: (refreshToken: string) => void;
};

function give(context: OAuthContext, {dialect}: OAuthRequest, gift: Gift): OAuthResponse | Problem {
	const faults = context.faults();
	const granted = judgeScope(dialect, gift.scopes.join(' '), faults.droppedScopes);
	if ('type' in granted) return granted;
	const seconds = faults.accessTokenSeconds ?? context.accessTokenSeconds;
	const lifeMs = seconds * 1000;
	const expiresAt = context.now() + (faults.hasExpiredTokens ? -60_000 : lifeMs);
	const issuer = issuerOf(context, dialect);
	const audience = faults.audience ?? granted.audience;
	const isWithRefresh = gift.refresh === 'new' && !faults.withoutRefreshToken;
	const refreshToken = isWithRefresh
		? context.tokens.issueRefresh({
				dialect,
				clientId: gift.clientId,
				account: gift.account,
				scopes: gift.grantedScopes ?? gift.scopes,
				isFromDevice: gift.isFromDevice,
				family: gift.family,
			})
		: undefined;
	if (refreshToken !== undefined) gift.onRefreshToken?.(refreshToken);
	// Microsoft and Google leave it out of the answer.
	const answered = granted.scopes.filter(
		scope => dialect === 'plain' || scope !== 'offline_access',
	);
	return json({
		token_type: 'Bearer',
		scope: answered.join(' '),
		expires_in: dialect === 'google' ? seconds - 1 : seconds,
		...(dialect === 'microsoft' ? {ext_expires_in: seconds} : {}),
		access_token: context.tokens.issueAccess(
			{
				dialect,
				clientId: gift.clientId,
				account: gift.account,
				isAppOnly: faults.isAppOnly,
				audience,
				shortNames: granted.shortNames,
				expiresAt,
			},
			issuer,
		),
		refresh_token: refreshToken,
		id_token: gift.scopes.includes('openid')
			? context.tokens.issueIdToken({...gift, expiresAt: context.now() + lifeMs}, issuer)
			: undefined,
	});
}
