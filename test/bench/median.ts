/** The one in the middle. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((one, other) => one - other);
	return sorted[sorted.length >> 1] ?? Number.NaN;
}
