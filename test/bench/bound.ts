/** Says what was measured beside its bound. What is not met makes the bench fail. */
export function bound(
	what: string,
	{value, most, unit = ''}: {readonly value: number; readonly most: number; readonly unit?: string},
): void {
	const isMet = value <= most;
	if (!isMet) process.exitCode = 1;
	const shown = (number: number) => `${number.toFixed(2)}${unit}`;
	console.log(`${what}: ${shown(value)}, at most ${shown(most)}: ${isMet ? 'met' : 'NOT met'}`);
}
