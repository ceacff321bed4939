import type {Held} from '../watch-port.js';

/** What is kept of a grant between two looks at it; tokens are not. */
export type Seen = Held & {
	/** The trouble that was told last. */
	readonly told?: string;
	readonly isTroubled: boolean;
	/** Nothing but a person ends the trouble. */
	readonly needsPerson: boolean;
};

/** How many grants are how, of those that were looked at. */
export type GrantCounts = {
	readonly fresh: number;
	/** Not renewed, and tried again. */
	readonly retried: number;
	readonly needPerson: number;
};

export type SeenGrants = {
	readonly get: (name: string) => Seen | undefined;
	readonly has: (name: string) => boolean;
	readonly set: (name: string, seen: Seen) => void;
	readonly remove: (name: string) => void;
	/** Grants that wait for a person or for the next try. */
	readonly inTrouble: () => readonly string[];
	/** Kept up with each change, since there may be thousands. */
	readonly counts: () => GrantCounts;
};

export function createSeenGrants(): SeenGrants {
	const seen = new Map<string, Seen>();
	const counts = {fresh: 0, retried: 0, needPerson: 0};

	function count(one: Seen | undefined, by: 1 | -1) {
		if (!one) return;
		if (!one.isTroubled) counts.fresh += by;
		else if (one.needsPerson) counts.needPerson += by;
		else counts.retried += by;
	}

	return {
		get: name => seen.get(name),
		has: name => seen.has(name),
		set(name, one) {
			count(seen.get(name), -1);
			count(one, 1);
			seen.set(name, one);
		},
		remove(name) {
			count(seen.get(name), -1);
			seen.delete(name);
		},
		inTrouble: () => [...seen].flatMap(([name, {isTroubled}]) => (isTroubled ? [name] : [])),
		counts: () => ({...counts}),
	};
}
