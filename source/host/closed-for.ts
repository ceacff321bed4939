import {type Stats, statSync} from 'node:fs';
import path from 'node:path';
import type {Account} from '../service-port.js';

/** The first directory or file on the way that the account may not pass or read, by owner and mode; undefined when all is open. */
export function closedFor(account: Account, file: string): string | undefined {
	const parts = path.resolve(file).split('/').slice(1);
	for (const [index] of parts.entries()) {
		const place = `/${parts.slice(0, index + 1).join('/')}`;
		const stats = statSync(place, {throwIfNoEntry: false});
		const wanted = index < parts.length - 1 ? 1 : 4;
		if (!stats || !may(account, stats, wanted)) return place;
	}
	return undefined;
}

function may({uid, gid}: Account, stats: Stats, wanted: number): boolean {
	if (stats.uid === uid) return ((stats.mode >> 6) & wanted) !== 0;
	if (stats.gid === gid) return ((stats.mode >> 3) & wanted) !== 0;
	return (stats.mode & wanted) !== 0;
}
