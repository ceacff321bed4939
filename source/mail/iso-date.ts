/** A date as ISO 8601 in UTC; undefined for what is none. */
export function isoDate(date: Date | string | undefined): string | undefined {
	if (date === undefined) return undefined;
	const ms = new Date(date).getTime();
	return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
