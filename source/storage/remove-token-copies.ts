import {existsSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {tokenPlace} from './token-base.js';

/** After the key of the store became another one: they are sealed with the old one. */
export function removeTokenCopies(directory: string): void {
	const place = tokenPlace(directory);
	if (!existsSync(place)) return;
	for (const entry of readdirSync(place)) {
		if (/^[0-9a-f]{32}\.copy(?:\.|$)/.test(entry)) rmSync(path.join(place, entry), {force: true});
	}
}
