import {UserError} from '../../source/errors.js';
import {openStores} from '../../source/storage/stores.js';
import {unlock} from '../../source/storage/unlock.js';
import type {NewKey} from '../../source/vault-port.js';

/** So that a test does not wait for what keeps others out. */
export const cheap = {cost: 16, blockSize: 8, parallelization: 1};

/** `new`, `file`, or any other word: a passphrase. */
export function wishOf(kind: string, directory: string): NewKey {
	if (kind === 'new') return {from: 'new'};
	if (kind === 'file') return {from: 'file', path: `${directory}.elsewhere`};
	return {from: 'passphrase', passphrase: kind};
}

/** The stores of a directory, opened with whichever of the passphrases fits. */
export async function storesWith(directory: string, passphrases: readonly string[]) {
	const left = [...passphrases];
	const key = await unlock({
		directory,
		environment: {},
		async ask() {
			const next = left.shift();
			if (next === undefined) throw new UserError('No passphrase is left to try');
			return next;
		},
	});
	return openStores({directory, now: Date.now, waitMs: 5000, key});
}
