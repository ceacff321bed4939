import {cachedTokens} from '../refresh/cached-tokens.js';
import {isTokenText} from '../refresh/is-token-text.js';
import {keyFinder} from '../storage/key-finder.js';
import {checkDirectory} from '../storage/permissions.js';
import {tokenBase} from '../storage/token-base.js';
import {readTokenCopy, stampsNow} from '../storage/token-copy.js';

/** The access token of a grant, from a copy that still holds, where nothing has to be done before a program gets it; else undefined, or what the store throws. */
export function findToken(
	directory: string,
	name: string,
	environment: NodeJS.ProcessEnv,
): string | undefined {
	if (!checkDirectory(directory)) return undefined;
	// A passphrase has to be asked for, and a change of the key may have to be ended.
	const keys = keyFinder({directory, environment});
	const told = keys.descriptors();
	if (told.now?.source === 'passphrase' || told.next) return undefined;
	keys.check();
	const base = tokenBase(directory, name);
	const copy = readTokenCopy(base, name, () => keys.read()[0]?.key);
	if (copy?.stamps !== stampsNow(directory, base)) return undefined;
	const tokens = cachedTokens({name, flow: copy.flow}, copy.tokens, Date.now());
	return tokens && isTokenText(tokens.accessToken) ? tokens.accessToken : undefined;
}
