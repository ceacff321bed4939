import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import type {Grant} from '../grant.js';
import type {Services} from '../services.js';

/** A grant of the watcher: the same object as long as its settings are the same. */
export type Watched = {
	/** Its settings as JSON, which takes a fraction of the memory. */
	readonly settings: string;
};

/** The grants of the watcher: settings without evidence, of which there may be thousands. */
export type WatchList = {
	readonly names: () => readonly string[];
	readonly find: (name: string) => Watched | undefined;
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
	const wanted = new Set(chosen);
	let grants = new Map<string, Watched>();
	let keys: Map<string, string> | undefined;

	/** All that are wanted, and nothing else of what was read. */
	function listed(): ReadonlyMap<string, string> {
		const settings = new Map<string, string>();
		const take = ({grant}: {readonly grant: Grant}) => {
			if (wanted.size > 0 && !wanted.has(grant.name)) return;
			settings.set(grant.name, JSON.stringify(grant));
		};
		if (services.grants.visit) services.grants.visit(take);
		else for (const record of services.grants.list()) take(record);
		return settings;
	}

	return {
		names: () => [...grants.keys()],
		find: name => grants.get(name),
		byKey(key, keyOf) {
			keys ??= new Map([...grants.keys()].map(name => [keyOf(name), name]));
			const name = keys.get(key);
			return name === undefined ? [] : [name];
		},
		read() {
			const before = grants;
			const now = listed();
			const missing = chosen.find(name => !before.has(name) && !now.has(name));
			if (missing !== undefined && before.size === 0) {
				throw new UserError(`There is no grant "${missing}".`, [
					'See which there are: mailgrant list',
				]);
			}
			grants = new Map();
			for (const [name, settings] of now) {
				const old = before.get(name);
				grants.set(name, old?.settings === settings ? old : {settings});
			}
			keys = undefined;
			return {
				added: [...grants.keys()].filter(name => !before.has(name)),
				changed: [...grants.keys()].filter(
					name => before.has(name) && before.get(name) !== grants.get(name),
				),
				removed: [...before.keys()].filter(name => !grants.has(name)),
			};
		},
	};
}

/** What the tasks know of it. */
export function watchedRecord({settings}: Watched): GrantRecord {
	return {grant: JSON.parse(settings) as Grant, evidence: {}, ticks: [], facts: {}};
}
