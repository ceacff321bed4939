import {statSync} from 'node:fs';
import {fileStamp} from './file-stamp.js';
import {tokenBase} from './token-base.js';

/** Tells the stored tokens of a grant from those that may take their place; undefined where there are none. */
export function tokenStamp(directory: string, grant: string): string | undefined {
	const stats = statSync(`${tokenBase(directory, grant)}.enc`, {throwIfNoEntry: false});
	return stats && fileStamp(stats);
}
