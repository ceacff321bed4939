/** Names in the order in which they are due; each stands in it once. */
export type DueHeap = {
	readonly size: () => number;
	/** Puts a name in, or to another time. */
	readonly set: (name: string, at: number) => void;
	readonly remove: (name: string) => void;
	/** The earliest, which stays. */
	readonly first: () => Due | undefined;
	/** The earliest, taken out. */
	readonly take: () => Due | undefined;
};

export type Due = {readonly name: string; readonly at: number};

/** A binary heap that knows where each name stands: every change costs the logarithm of the size. */
export function createDueHeap(): DueHeap {
	const heap: Due[] = [];
	const places = new Map<string, number>();

	function put(index: number, due: Due) {
		heap[index] = due;
		places.set(due.name, index);
	}

	function settle(start: number, due: Due) {
		let index = start;
		for (;;) {
			const above = (index - 1) >> 1;
			const parent = index > 0 ? heap[above] : undefined;
			if (!parent || parent.at <= due.at) break;
			put(index, parent);
			index = above;
		}
		for (;;) {
			const below = earlierBelow(index);
			const child = heap[below];
			if (!child || child.at >= due.at) break;
			put(index, child);
			index = below;
		}
		put(index, due);
	}

	function earlierBelow(index: number): number {
		const left = heap[2 * index + 1];
		const right = heap[2 * index + 2];
		return left && right && right.at < left.at ? 2 * index + 2 : 2 * index + 1;
	}

	function removeAt(index: number) {
		const last = heap.pop();
		if (!last) return;
		const isLast = index === heap.length;
		const gone = isLast ? last : heap[index];
		if (gone) places.delete(gone.name);
		if (!isLast) settle(index, last);
	}

	return {
		size: () => heap.length,
		set: (name, at) => settle(places.get(name) ?? heap.length, {name, at}),
		remove(name) {
			const index = places.get(name);
			if (index !== undefined) removeAt(index);
		},
		first: () => heap[0],
		take() {
			const [due] = heap;
			if (due) removeAt(0);
			return due;
		},
	};
}
