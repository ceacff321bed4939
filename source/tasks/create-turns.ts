/** Runs changes of the store one after the other, since each reads what it changes. The first begins at once. */
export function createTurns(): (work: () => Promise<void>) => Promise<void> {
	let last: Promise<unknown> | undefined;

	return work => {
		const turn = last ? last.then(work) : work();
		const settled = turn.then(
			() => undefined,
			() => undefined,
		);
		last = settled;
		void settled.then(() => {
			if (last === settled) last = undefined;
		});
		return turn;
	};
}
