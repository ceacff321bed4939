import {jwtClaims} from '../diagnosis/jwt-claims.js';
import type {Flow} from '../grant.js';
import type {Tokens} from '../oauth-port.js';
import type {Outcome} from '../outcome.js';
import {type Answer, failureOf, fieldsOf} from './failures.js';

/** What a token answer is read with. */
export type Asked = {
	readonly flow: Flow;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** They count where the answer lists none, since then all were granted (RFC 6749 §5.1). */
	readonly scopes: readonly string[];
	/** Stays where the answer has none (RFC 6749 §6). */
	readonly refreshToken?: string;
};

const hourSeconds = 3600;
const yearSeconds = 366 * 86_400;

/** Tokens of an answer as RFC 6749 §5.1 has it; a failure for everything else, HTTP 200 or not. */
export function readTokens(answer: Answer, asked: Asked): Outcome<Tokens> {
	const fields = fieldsOf(answer.json);
	if (!fields || answer.httpStatus >= 300 || typeof fields.error === 'string') {
		return {ok: false, failure: failureOf(answer)};
	}
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const refuse = (message: string): Outcome<Tokens> => ({
		ok: false,
		failure: {
			stage: answer.stage,
			at: answer.at,
			message,
			oauth: {httpStatus: answer.httpStatus},
		},
	});
	const accessToken = text('access_token');
	if (!accessToken) return refuse('The answer has no access token. Check the token URL.');
	// RFC 6750 §2.1: what goes into a header and into SASL.
	if (!/^[\x21-\x7E]+$/.test(accessToken)) {
		return refuse('The access token has characters that no token has. Check the token URL.');
	}
	const type = fields.token_type;
	if (type !== undefined && !(typeof type === 'string' && /^bearer$/i.test(type))) {
		return refuse('The token is not of the type Bearer, and mail services take no other.');
	}
	return {
		ok: true,
		value: {
			accessToken,
			refreshToken: text('refresh_token') ?? asked.refreshToken,
			idToken: text('id_token'),
			obtainedAt: asked.now,
			expiresAt: asked.now + 1000 * lifetimeOf(fields.expires_in, accessToken, asked.now),
			scopes: words(text('scope')) ?? asked.scopes,
			flow: asked.flow,
		},
	};
}

/** In seconds. Recommended only (RFC 6749 §5.1): where it is missing or absurd, a JWT tells its end, and else an hour is what both providers give. */
function lifetimeOf(expiresIn: unknown, accessToken: string, now: number): number {
	const given = typeof expiresIn === 'string' ? Number.parseFloat(expiresIn) : expiresIn;
	if (typeof given === 'number' && given > 0) return Math.min(Math.floor(given), yearSeconds);
	const end = jwtClaims(accessToken)?.exp;
	const left = typeof end === 'number' ? Math.floor(end - now / 1000) : 0;
	return left > 0 ? Math.min(left, yearSeconds) : hourSeconds;
}

export function words(text: string | undefined): readonly string[] | undefined {
	const found = text?.split(/\s+/).filter(word => word !== '');
	return found && found.length > 0 ? found : undefined;
}
