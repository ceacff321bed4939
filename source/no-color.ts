/** Whether colours are not wanted (no-color.org); FORCE_COLOR is the stronger word, as in Node itself. Bold and dim stay. */
export function isColourless({
	NO_COLOR,
	FORCE_COLOR,
}: Readonly<Record<string, string | undefined>>): boolean {
	if (FORCE_COLOR !== undefined) return false;
	return NO_COLOR !== undefined && NO_COLOR !== '';
}
