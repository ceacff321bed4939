/** The lines of `after` that were not in `before` in that order: what there is to say. */
export function newsOf(before: readonly string[], after: readonly string[]): readonly string[] {
	const lengths = commonLengths(before, after);
	const news: string[] = [];
	let row = 0;
	let column = 0;
	while (column < after.length) {
		const line = after[column] ?? '';
		if (row < before.length && before[row] === line) {
			row++;
			column++;
		} else if (
			row < before.length &&
			lengthAt(lengths, row + 1, column) >= lengthAt(lengths, row, column + 1)
		) {
			row++;
		} else {
			news.push(line);
			column++;
		}
	}
	return news.filter(line => line.trim() !== '');
}

const lengthAt = (lengths: readonly (readonly number[])[], row: number, column: number) =>
	lengths[row]?.[column] ?? 0;

/** How long the longest common subsequence of what follows is, for every pair of places. */
function commonLengths(
	before: readonly string[],
	after: readonly string[],
): readonly (readonly number[])[] {
	const lengths = Array.from({length: before.length + 1}, () =>
		new Array<number>(after.length + 1).fill(0),
	);
	for (let row = before.length - 1; row >= 0; row--) {
		for (let column = after.length - 1; column >= 0; column--) {
			const line = lengths[row];
			if (!line) continue;
			line[column] =
				before[row] === after[column]
					? lengthAt(lengths, row + 1, column + 1) + 1
					: Math.max(lengthAt(lengths, row + 1, column), lengthAt(lengths, row, column + 1));
		}
	}
	return lengths;
}
