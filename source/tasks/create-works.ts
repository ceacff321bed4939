import {createTurns} from './create-turns.js';
import type {Troubles} from './troubles.js';

/** Work that nobody waits for: told when it fails, finished before the end. */
export type Works = {
	readonly follow: (work: () => Promise<void>) => void;
	/** The same, after what was begun in turn before. */
	readonly inTurn: (work: () => Promise<void>) => void;
	/** What has not ended yet; none rejects. */
	readonly pending: () => readonly Promise<void>[];
};

export function createWorks(troubles: Troubles): Works {
	const works = new Set<Promise<void>>();
	const turns = createTurns();

	function follow(work: () => Promise<void>) {
		const begun = work().catch(troubles.tell);
		works.add(begun);
		begun.finally(() => works.delete(begun));
	}

	return {follow, inTurn: work => follow(() => turns(work)), pending: () => [...works]};
}
