import type {Grant} from '../grant.js';
import type {Tokens} from '../oauth-port.js';
import {isFresh} from './due.js';
import {tokensFor} from './tokens-for.js';

/** The stored tokens, where nothing has to be done before a program gets them. */
export function cachedTokens<Kept extends Pick<Tokens, 'flow' | 'obtainedAt' | 'expiresAt'>>(
	grant: Pick<Grant, 'name' | 'flow'>,
	stored: Kept | undefined,
	now: number,
): Kept | undefined {
	const tokens = tokensFor(grant, stored);
	return tokens && isFresh(grant.name, tokens, now) ? tokens : undefined;
}
