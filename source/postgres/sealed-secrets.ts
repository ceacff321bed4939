import {UserError} from '../errors.js';
import type {Secrets} from '../secrets.js';
import {shellQuote} from '../shell-quote.js';
import {openSealed, seal} from '../storage/seal.js';
import {isEmpty, secretsShape, tokenPart, withTokens} from '../storage/secret-parts.js';
import {objectOf} from '../storage/shape.js';
import {type TokenPart, tokenShapes} from '../storage/token-store.js';

/** What the server holds of a grant's secrets: two texts that it can't read. */
export type SealedSecrets = {readonly rest?: Buffer; readonly tokens?: Buffer};

/** Bound to the text, so that the server can exchange neither grants nor parts unnoticed. */
const nameOf = (part: 'rest' | 'tokens', grant: string) => `shared ${part} of ${grant}`;

export const sealTokens = (part: TokenPart, key: Uint8Array, grant: string): Buffer | undefined =>
	isEmpty(part) ? undefined : seal(JSON.stringify(part), key, nameOf('tokens', grant));

/** Each part that is empty is left out. */
export function sealSecrets(secrets: Secrets, key: Uint8Array, grant: string): SealedSecrets {
	const rest = withTokens(secrets, {});
	return {
		rest: isEmpty(rest) ? undefined : seal(JSON.stringify(rest), key, nameOf('rest', grant)),
		tokens: sealTokens(tokenPart(secrets), key, grant),
	};
}

/** Throws UserError for what was changed on the server, or is of another key. */
export function openTokens({tokens}: SealedSecrets, key: Uint8Array, grant: string): TokenPart {
	if (!tokens) return {};
	const part = parse(openSealed(tokens, key, nameOf('tokens', grant)));
	if (!objectOf({}, tokenShapes)(part)) throw damaged(grant);
	return part as TokenPart;
}

export function openRest({rest}: SealedSecrets, key: Uint8Array, grant: string): Secrets {
	if (!rest) return {};
	const secrets = parse(openSealed(rest, key, nameOf('rest', grant)));
	if (!secretsShape(secrets)) throw damaged(grant);
	return withTokens(secrets as Secrets, {});
}

export const openSecrets = (sealed: SealedSecrets, key: Uint8Array, grant: string): Secrets =>
	withTokens(openRest(sealed, key, grant), openTokens(sealed, key, grant));

// Only who has the key can have written it, as JSON.
const parse = (text: string | undefined): unknown =>
	text === undefined ? undefined : JSON.parse(text);

function damaged(grant: string): UserError {
	return new UserError(
		`The secrets of ${grant} in the shared store can't be decrypted: they were changed there, or cut off.`,
		[
			'Restore the database from a backup of the server, or: mailgrant restore FILE --replace',
			`Or give them up: mailgrant remove ${shellQuote(grant)}, add it again and sign in.`,
		],
	);
}
