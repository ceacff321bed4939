import {cachedTokens} from '../refresh/cached-tokens.js';
import {isTokenText} from '../refresh/is-token-text.js';
import {keyFinder} from '../storage/key-finder.js';
import {checkDirectory} from '../storage/permissions.js';
import {readTokenCopy, sealNow, stampsNow} from '../storage/token-copy.js';

/** An access token that can be given as it is; `due` where the program has to look after it first, and a copy will tell of it then; else undefined. */
export type Found = {readonly token: string} | 'due' | undefined;

/** Looks into the copy of a grant's token. Throws what the store throws. */
export function findToken(
	{
		directory,
		base,
		name,
	}: {readonly directory: string; readonly base: string; readonly name: string},
	environment: NodeJS.ProcessEnv,
): Found {
	if (!checkDirectory(directory)) return undefined;
	// A passphrase has to be asked for, and a change of the key may have to be ended.
	const keys = keyFinder({directory, environment});
	const told = keys.descriptors();
	if (told.now?.source === 'passphrase' || told.next) return undefined;
	keys.check();
	const copy = readTokenCopy(base, name, () => keys.read()[0]?.key);
	if (copy?.stamps !== stampsNow(directory)) return undefined;
	if (copy.seal !== sealNow(base)) return 'due';
	const tokens = cachedTokens({name, flow: copy.flow}, copy.tokens, Date.now());
	if (!tokens) return 'due';
	return isTokenText(tokens.accessToken) ? {token: tokens.accessToken} : undefined;
}
