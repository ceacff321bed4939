/** The fields of a message's header, unfolded (RFC 5322 §2.2.3), by lower-case name; the first of several. */
export function parseHeader(lines: readonly string[]): ReadonlyMap<string, string> {
	const fields = new Map<string, string>();
	let name = '';
	let isFirst = false;
	for (const line of lines) {
		if (line === '') break;
		if (/^[ \t]/.test(line)) {
			if (isFirst) fields.set(name, `${fields.get(name) ?? ''}${line}`);
			continue;
		}
		const match = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line);
		if (!match) continue;
		name = (match[1] ?? '').toLowerCase();
		isFirst = !fields.has(name);
		if (isFirst) fields.set(name, (match[2] ?? '').trim());
	}
	return fields;
}

/** Encoded words (RFC 2047) as text; what can't be decoded stays as it is. */
export function decodeWords(text: string): string {
	return text
		.replace(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bq]\?[^?\s]*\?=)/gi, '$1')
		.replace(/=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi, (word, charset, how, data) => {
			const bytes = /b/i.test(how) ? Buffer.from(data, 'base64') : decodeQ(data);
			try {
				return new TextDecoder(charset).decode(bytes);
			} catch {
				// A character set that this Node does not know.
				return word;
			}
		});
}

const decodeQ = (data: string) =>
	Buffer.from(
		data
			.replaceAll('_', ' ')
			.replace(/=([\da-f]{2})/gi, (_, hex: string) =>
				String.fromCharCode(Number.parseInt(hex, 16)),
			),
		'latin1',
	);
