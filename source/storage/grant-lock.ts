import {hash} from 'node:crypto';
import path from 'node:path';

/** What is locked while one grant is refreshed. A name may hold what no file name can. */
export const grantLock = (directory: string, name: string): string =>
	path.join(directory, `grant-${hash('sha256', name).slice(0, 16)}`);

/** How long it is waited for: its holder talks to servers meanwhile. */
export const usualGrantWaitMs = 60_000;
