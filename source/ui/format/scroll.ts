/** Which rows of a long list are shown. */
export type Window = {readonly start: number; readonly end: number};

/** Keeps `focus` inside with a row to spare on each side, then moves `by` rows further down. */
export function windowOf({
	length,
	height,
	focus = 0,
	by = 0,
}: {
	readonly length: number;
	readonly height: number;
	readonly focus?: number;
	readonly by?: number;
}): Window {
	const last = Math.max(0, length - height);
	const around = focus < height - 2 ? 0 : focus - Math.floor(height / 2);
	const start = Math.min(last, Math.min(last, around) + by);
	return {start, end: Math.min(length, start + height)};
}
