import type {Tokens} from '../oauth-port.js';
import {fraction} from './fraction.js';

type Life = Pick<Tokens, 'obtainedAt' | 'expiresAt'>;

const marginMs = 300_000;
const spreadMs = 300_000;
/** How far the clocks of two hosts may be apart; the margin covers it. */
const skewMs = 60_000;
/** What a program needs to use a token that was just given. */
const leastMs = 10_000;

/** When a token is to be renewed: five minutes early, or a fifth of the life of one that lives shorter, and up to five minutes (a twelfth) earlier still, so that many don't come at the same time. All processes agree on it. */
export function renewAt(name: string, {obtainedAt, expiresAt}: Life): number {
	const lifeMs = Math.max(0, expiresAt - obtainedAt);
	const jitterMs = Math.min(spreadMs, lifeMs / 12) * fraction(`${name} ${obtainedAt}`);
	return expiresAt - Math.min(marginMs, lifeMs / 5) - jitterMs;
}

/** Whether nothing has to be done. */
export const isFresh = (name: string, tokens: Life, now: number): boolean =>
	isOfPast(tokens, now) && now < renewAt(name, tokens);

/** Whether it still opens a mailbox, for some seconds at least. */
export const isUsable = (tokens: Life, now: number): boolean =>
	isOfPast(tokens, now) && now < tokens.expiresAt - leastMs;

// After the clock was set back nobody knows how much of its life has passed.
const isOfPast = ({obtainedAt}: Life, now: number) => now >= obtainedAt - skewMs;
