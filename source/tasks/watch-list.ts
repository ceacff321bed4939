import {UserError} from '../errors.js';
import type {Grant} from '../grant.js';
import type {Lookout} from '../watch-port.js';

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
	readonly read: () => Promise<WatchChanges>;
};

export type WatchChanges = {
	readonly added: readonly string[];
	readonly changed: readonly string[];
	readonly removed: readonly string[];
};

export function createWatchList(
	{visit}: Pick<Lookout, 'visit'>,
	chosen: readonly string[],
): WatchList {
	const wanted = new Set(chosen);
	let grants = new Map<string, Watched>();
	let keys: Map<string, string> | undefined;

	/** All that are wanted, and nothing else of what was read. */
	async function listed(): Promise<ReadonlyMap<string, string>> {
		const all = new Map<string, string>();
		await visit(settings => {
			const {name} = JSON.parse(settings) as Grant;
			if (wanted.size === 0 || wanted.has(name)) all.set(name, settings);
		});
		return all;
	}

	return {
		names: () => [...grants.keys()],
		find: name => grants.get(name),
		byKey(key, keyOf) {
			keys ??= new Map([...grants.keys()].map(name => [keyOf(name), name]));
			const name = keys.get(key);
			return name === undefined ? [] : [name];
		},
		async read() {
			const before = grants;
			const now = await listed();
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
