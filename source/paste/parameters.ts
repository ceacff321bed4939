/** The parameters of a query or fragment, decoded; the first of a name counts. */
export function readParameters(query: string): ReadonlyMap<string, string> {
	const parameters = new Map<string, string>();
	for (const pair of query.slice(0, 50_000).split('&', 100)) {
		const at = pair.indexOf('=');
		if (at <= 0) continue;
		const name = decode(pair.slice(0, at)).toLowerCase();
		if (!parameters.has(name)) parameters.set(name, decodeValue(name, pair.slice(at + 1)));
	}
	return parameters;
}

/** Texts have `+` for a space (RFC 6749 appendix B). A code has no spaces: there it is a plus that a careless server left as it was. */
function decodeValue(name: string, text: string): string {
	return decode(name === 'code' || name === 'state' ? text : text.replaceAll('+', ' '));
}

/** Percent-decoded once; as it is where that is not possible. */
export function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
