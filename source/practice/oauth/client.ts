import {createHash, timingSafeEqual} from 'node:crypto';
import {findIdentity} from '../identity.js';
import type {OAuthContext, OAuthRequest} from './context.js';
import type {Problem} from './dialect.js';

/** Identifies the client of a token request by form or Basic header (RFC 6749 §2.3.1). `public` sends no secret. */
export function checkClient(
	context: OAuthContext,
	request: OAuthRequest,
	type: 'confidential' | 'public',
): Problem | undefined {
	const {clientId, secrets} = readClient(request);
	const identity = findIdentity(context.identities, clientId);
	if (!identity) return {type: 'client-unknown', clientId};
	if (type === 'public') return secrets.length > 0 ? {type: 'secret-unwanted'} : undefined;
	if (secrets.length === 0) return {type: 'secret-missing'};
	if (!secrets.some(secret => isSame(secret, identity.clientSecret))) {
		return {type: 'secret-wrong', clientId};
	}
	return context.faults().isSecretExpired ? {type: 'secret-expired', clientId} : undefined;
}

/** The client's ID, and the secret as it came and as it decodes: many clients leave the encoding of the header out. */
export function readClient({parameters, authorization}: OAuthRequest) {
	const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
	if (basic === undefined) {
		const secret = parameters.get('client_secret');
		return {
			clientId: parameters.get('client_id') ?? '',
			secrets: secret === null || secret === '' ? [] : [secret],
		};
	}
	const text = Buffer.from(basic, 'base64').toString();
	const colon = text.indexOf(':');
	const secret = text.slice(colon + 1);
	return {
		clientId: colon === -1 ? '' : decode(text.slice(0, colon)),
		secrets: colon === -1 || secret === '' ? [] : [secret, decode(secret)],
	};
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		// A bare % is no encoding: it is the secret itself.
		return text;
	}
}

/** In constant time. */
export function isSame(left: string, right: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(left), digest(right));
}
