import type {Tokens} from '../oauth-port.js';

const mostMs = 180_000;

/** How much too early tokens may be renewed with others: three minutes, or a twentieth of the life of one that lives shorter. */
export const aheadMs = ({
	obtainedAt,
	expiresAt,
}: Pick<Tokens, 'obtainedAt' | 'expiresAt'>): number =>
	Math.min(mostMs, Math.max(0, expiresAt - obtainedAt) / 20);
