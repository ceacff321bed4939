const firstMs = 60_000;
const longestMs = 3_600_000;

/** How long nobody tries to send after the `count`th failure in a row: twice as long each time, up to an hour. */
export const retryMs = (count: number): number =>
	Math.min(longestMs, firstMs * 2 ** Math.min(count - 1, 20));
