import path from 'node:path';
import {sha256} from '../cipher/sha256.js';

/** Where the tokens of grants lie. */
export const tokenPlace = (directory: string): string => path.join(directory, 'tokens');

/** Of a grant: the path of its token file without `.enc`, beside which its locks lie. A name may hold what no file name can. */
export const tokenBase = (directory: string, name: string): string =>
	path.join(tokenPlace(directory), hashOf(name));

/** Of those that were asked for last: what is done to one grant asks for it a dozen times. */
const hashes = new Map<string, string>();
const mostHashes = 50;

function hashOf(name: string): string {
	const known = hashes.get(name);
	if (known !== undefined) return known;
	const hash = Buffer.from(sha256(Buffer.from(name)))
		.toString('hex')
		.slice(0, 32);
	if (hashes.size >= mostHashes) hashes.clear();
	hashes.set(name, hash);
	return hash;
}
