/** The name that was probably meant: at most a third of its letters differ. */
export const nearest = (word: string, names: readonly string[]): string | undefined =>
	nearestFew(word, names, 1)[0];

/** Those that were probably meant, the nearest first. */
export function nearestFew(
	word: string,
	names: readonly string[],
	count: number,
): readonly string[] {
	const short = word.slice(0, 40);
	return names
		.map(name => ({name, distance: distance(short, name)}))
		.filter(({name, distance}) => distance <= Math.max(1, Math.floor(name.length / 3)))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, count)
		.map(({name}) => name);
}

/** Insertions, deletions, replacements and swaps of neighbours that make one word of the other (Damerau and Levenshtein). */
function distance(from: string, to: string): number {
	let former: number[] = [];
	let row = Array.from({length: to.length + 1}, (_, index) => index);
	for (let line = 0; line < from.length; line++) {
		const next = [line + 1];
		for (let column = 0; column < to.length; column++) {
			const isSame = from[line] === to[column];
			const isSwapped =
				from[line] === to[column - 1] && from[line - 1] === to[column] && column > 0;
			next.push(
				Math.min(
					at(row, column) + (isSame ? 0 : 1),
					at(row, column + 1) + 1,
					at(next, column) + 1,
					isSwapped ? at(former, column - 1) + 1 : Number.POSITIVE_INFINITY,
				),
			);
		}
		former = row;
		row = next;
	}
	return at(row, to.length);
}

const at = (row: readonly number[], column: number) => row[column] ?? Number.POSITIVE_INFINITY;
