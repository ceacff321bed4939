import {readdirSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'vitest';
import {UserError} from '../../source/errors.js';
import type {Grant} from '../../source/grant.js';
import type {StoredRecord} from '../../source/storage/stored-record.js';
import {openStores, type StoresOptions} from '../../source/storage/stores.js';

export const now = Date.UTC(2026, 10, 23, 12);

export function storesIn(directory: string, options: Partial<StoresOptions> = {}) {
	return openStores({directory, now: () => now, waitMs: 5000, ...options});
}

export function recordOf(name: string, changes: Partial<Grant> = {}): StoredRecord {
	return {
		grant: {
			name,
			provider: 'microsoft',
			mailbox: 'evmail@acme.com',
			incoming: 'imap',
			outgoing: 'smtp',
			callbackPort: 8765,
			flow: 'browser',
			...changes,
		},
		evidence: {},
		ticks: [],
	};
}

/** The UserError that the work throws; anything else fails the test. */
export async function userErrorOf(work: () => unknown): Promise<UserError> {
	try {
		await work();
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	return expect.fail('nothing was thrown');
}

/** Every file below a directory, locks and all, in order. */
export const filesIn = (directory: string): readonly string[] =>
	readdirSync(directory, {recursive: true, withFileTypes: true})
		.filter(entry => !entry.isDirectory() || entry.name.endsWith('.lock'))
		.map(entry => path.relative(directory, path.join(entry.parentPath, entry.name)))
		.sort();
