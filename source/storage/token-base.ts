import path from 'node:path';
import {sha256} from '../cipher/sha256.js';

/** Where the tokens of grants lie. */
export const tokenPlace = (directory: string): string => path.join(directory, 'tokens');

/** Of a grant: the path of its token file without `.enc`, beside which its locks lie. A name may hold what no file name can. */
export function tokenBase(directory: string, name: string): string {
	const hash = Buffer.from(sha256(Buffer.from(name))).toString('hex');
	return path.join(tokenPlace(directory), hash.slice(0, 32));
}
