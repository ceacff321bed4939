import type {Secrets} from '../secrets.js';
import {isNumber, isText, objectOf} from './shape.js';
import {type TokenPart, tokenShapes} from './token-store.js';

/** The form of all secrets of a grant. */
export const secretsShape = objectOf(
	{},
	{
		...tokenShapes,
		clientSecret: objectOf({value: isText, setAt: isNumber}),
		certificate: objectOf({
			privateKey: isText,
			certificate: isText,
			sha1: isText,
			sha256: isText,
			endsAt: isNumber,
			setAt: isNumber,
		}),
		serviceAccount: objectOf({
			email: isText,
			uniqueId: isText,
			keyId: isText,
			privateKey: isText,
			setAt: isNumber,
		}),
		pending: objectOf({
			state: isText,
			codeVerifier: isText,
			redirectUri: isText,
			fits: isText,
			startedAt: isNumber,
		}),
		taskTexts: objectOf({}, {evmail: isText, batchmail: isText}),
	},
);

/** What changes with every refresh. */
export const tokenPart = ({tokens, renewal}: Secrets): TokenPart => ({
	...(tokens && {tokens}),
	...(renewal && {renewal}),
});

/** The same secrets with these tokens and what became of renewing them. */
export const withTokens = (
	{tokens: _, renewal: __, ...rest}: Secrets,
	part: TokenPart,
): Secrets => ({
	...rest,
	...part,
});

export const isEmpty = (secrets: Secrets): boolean =>
	Object.values(secrets).every(value => value === undefined);

/** As a store holds them, where a field that is undefined is none. */
export const isSame = (one: Secrets, other: Secrets): boolean =>
	JSON.stringify(one) === JSON.stringify(other);
