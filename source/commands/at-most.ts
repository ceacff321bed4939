/** Works on `count` items at a time; results in the order of the items. The first error ends it, when what runs has ended. */
export async function atMost<Item, Result>(
	count: number,
	items: readonly Item[],
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const queue = items.entries();
	let hasFailed = false;
	const worker = async () => {
		for (const [index, item] of queue) {
			if (hasFailed) return;
			try {
				results[index] = await work(item);
			} catch (error) {
				hasFailed = true;
				throw error;
			}
		}
	};
	const workers = await Promise.allSettled(Array.from({length: count}, worker));
	const failed = workers.find(result => result.status === 'rejected');
	if (failed) throw failed.reason;
	return results;
}
