const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isGuid = (value: string) => guid.test(value);

/** What is wrong with something that nearly is a GUID. */
export function guidError(label: string, value: string): string {
	const digits = value.replace(/-/g, '').length;
	if (digits === 32)
		return `A ${label} has its hyphens after 8, 12, 16 and 20 digits. Copy it again from the portal.`;
	const difference = Math.abs(32 - digits);
	return `A ${label} has 32 digits and this has ${digits}: ${difference} ${digits < 32 ? 'missing' : 'too many'}. Copy it again from the portal.`;
}
