import type {Flow} from '../grant.js';
import type {Tokens} from '../oauth-port.js';

/** The stored tokens, where they came by the way that the grant goes today. */
export function tokensFor<Kept extends Pick<Tokens, 'flow'>>(
	grant: {readonly flow: Flow},
	tokens: Kept | undefined,
): Kept | undefined {
	const isOfApp = tokens?.flow === 'app-only';
	return isOfApp === (grant.flow === 'app-only') ? tokens : undefined;
}
