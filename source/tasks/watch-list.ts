import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import type {Services} from '../services.js';

/** The grants of the watcher: settings without evidence, of which there may be thousands. */
export type WatchList = {
	readonly names: () => readonly string[];
	readonly find: (name: string) => GrantRecord | undefined;
	/** The one whose tokens changed on disk. */
	readonly byKey: (key: string, keyOf: (name: string) => string) => readonly string[];
	/** Reads the settings and says what is different. Throws UserError for a named grant that was never there. */
	readonly read: () => WatchChanges;
};

export type WatchChanges = {
	readonly added: readonly string[];
	readonly changed: readonly string[];
	readonly removed: readonly string[];
};

export function createWatchList(services: Services, chosen: readonly string[]): WatchList {
	let records = new Map<string, GrantRecord>();
	let keys: Map<string, string> | undefined;

	return {
		names: () => [...records.keys()],
		find: name => records.get(name),
		byKey(key, keyOf) {
			keys ??= new Map([...records.keys()].map(name => [keyOf(name), name]));
			const name = keys.get(key);
			return name === undefined ? [] : [name];
		},
		read() {
			const before = records;
			const listed = services.grants.list();
			const missing = chosen.find(
				name => !before.has(name) && !listed.some(({grant}) => grant.name === name),
			);
			if (missing !== undefined && before.size === 0) {
				throw new UserError(`There is no grant "${missing}".`, [
					'See which there are: mailgrant list',
				]);
			}
			records = new Map();
			for (const {grant} of listed) {
				if (chosen.length > 0 && !chosen.includes(grant.name)) continue;
				const old = before.get(grant.name);
				const isSame = old && JSON.stringify(old.grant) === JSON.stringify(grant);
				// The same object as long as it is the same grant.
				records.set(grant.name, isSame ? old : {grant, evidence: {}, ticks: [], facts: {}});
			}
			keys = undefined;
			return {
				added: [...records.keys()].filter(name => !before.has(name)),
				changed: [...records.keys()].filter(
					name => before.has(name) && before.get(name) !== records.get(name),
				),
				removed: [...before.keys()].filter(name => !records.has(name)),
			};
		},
	};
}
