import {issuerOf, type OAuthContext} from './context.js';
import type {Dialect} from './dialect.js';
import {judgeScope} from './scopes.js';

export type TokenIssuer = (options: {
	readonly account: string;
	readonly scope: string;
	readonly dialect?: Dialect;
	/** The one that the scope decides, when absent. */
	readonly audience?: string;
	/** From now on; below zero for one that has ended. */
	readonly lifeSeconds?: number;
}) => string;

/** Gives access tokens without a sign-in. */
export const createTokenIssuer =
	(context: OAuthContext): TokenIssuer =>
	({account, scope, dialect = 'microsoft', audience, lifeSeconds}) => {
		const granted = judgeScope(dialect, scope);
		if ('type' in granted) throw new Error(`No practice scope: ${scope}`);
		const {identities, tokens, now, accessTokenSeconds} = context;
		return tokens.issueAccess(
			{
				dialect,
				clientId: identities.usual.clientId,
				account,
				audience: audience ?? granted.audience,
				shortNames: granted.shortNames,
				expiresAt: now() + (lifeSeconds ?? accessTokenSeconds) * 1000,
			},
			issuerOf(context, dialect),
		);
	};
