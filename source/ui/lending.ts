import type {Lend} from '../tasks/lend.js';

type Suspend = (callback: () => Promise<void>) => Promise<void>;

export type Lending = {
	readonly lend: Lend;
	/** Ink gives it to a component; nothing is lent before. */
	readonly attach: (suspend: Suspend) => void;
	/** Resolves when nothing is lent. */
	readonly free: () => Promise<void>;
};

/** One borrower at a time. */
export function createLending(signal: AbortSignal): Lending {
	let suspend: Suspend | undefined;
	let last: Promise<unknown> = Promise.resolve();
	return {
		lend(work) {
			const lent = last.then(async () => {
				if (suspend && !signal.aborted) await suspend(() => work(signal));
			});
			last = lent.catch(() => undefined);
			return lent;
		},
		attach(given) {
			suspend = given;
		},
		async free() {
			await last;
		},
	};
}
