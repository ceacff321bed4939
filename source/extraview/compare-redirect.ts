/** Where the redirect URI that ExtraView shows differs from the one that follows from the base URL, in sentences; empty when they are the same, letter for letter. */
export function compareRedirect(shown: string, expected: string): readonly string[] {
	if (shown === expected) return [];
	if (!URL.canParse(shown)) return ['What was pasted is no address.'];
	const [there, here] = [new URL(shown), new URL(expected)];
	const [path, expectedPath] = [pathOf(shown), pathOf(expected)];
	const found = [
		...(there.protocol === here.protocol
			? []
			: [
					`ExtraView says ${there.protocol}//, users type ${here.protocol}//: a proxy may end TLS in front of it.`,
				]),
		...(there.host === here.host
			? []
			: [
					`ExtraView says ${there.host}, users type ${here.host}: it may believe in another host behind a proxy.`,
				]),
		...(path === expectedPath ? [] : [pathDiffers(path, expectedPath)]),
		...(there.search === here.search
			? []
			: [`After the path it has ${there.search || 'nothing'}, expected is ${here.search}.`]),
	];
	return found.length > 0
		? found
		: ['They differ in spelling only, and providers compare letters.'];
}

function pathDiffers(path: string, expected: string): string {
	if (path.replace(/\/+$/, '') === expected) return 'ExtraView’s ends in a slash after OAuth2.';
	if (path.toLowerCase() === expected.toLowerCase()) {
		return `Upper and lower case differ: ${path} there, ${expected} here.`;
	}
	return `The path is ${path} there, ${expected} here.`;
}

/** As it is written: URL removes dots. */
const pathOf = (uri: string) => /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(uri)?.[1] ?? '';
