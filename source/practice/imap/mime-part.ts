/** One part of a message: where it stands in the raw bytes, and what is in it. */
export type MimePart = {
	/** Header lines unfolded, names in lower case, in their order. */
	readonly headers: readonly (readonly [string, string])[];
	/** Offsets: header from `start` to `body` (its empty line included), body to `end`. */
	readonly start: number;
	readonly body: number;
	readonly end: number;
	readonly type: string;
	readonly subtype: string;
	readonly parameters: Readonly<Record<string, string>>;
	/** Of a multipart; the message inside of a message/rfc822 is its one part. */
	readonly parts: readonly MimePart[];
};

const maxDepth = 20;

/** Reads the structure of a message, Latin-1, without decoding any of it. */
export function parseMime(raw: string, start = 0, end = raw.length, depth = 0): MimePart {
	const {headers, body} = readHeaders(raw, start, end);
	const {value, parameters} = parseParameters(
		headers.find(([name]) => name === 'content-type')?.[1] ?? 'text/plain',
	);
	const [type = 'text', subtype = 'plain'] = value.toLowerCase().split('/');
	const parts: MimePart[] = [];
	if (depth < maxDepth && type === 'multipart' && parameters.boundary) {
		for (const [from, to] of splitParts(raw, body, end, parameters.boundary)) {
			parts.push(parseMime(raw, from, to, depth + 1));
		}
	}
	if (depth < maxDepth && type === 'message' && subtype === 'rfc822') {
		parts.push(parseMime(raw, body, end, depth + 1));
	}
	return {headers, start, body, end, type, subtype, parameters, parts};
}

export const headerOf = (part: MimePart, name: string): string | undefined =>
	part.headers.find(([each]) => each === name)?.[1];

function readHeaders(raw: string, start: number, end: number) {
	const headers: [string, string][] = [];
	let at = start;
	while (at < end) {
		const found = raw.indexOf('\n', at);
		const next = found === -1 || found >= end ? end : found + 1;
		const line = raw.slice(at, next).replace(/\r?\n$/, '');
		at = next;
		if (line === '') return {headers, body: at};
		const last = headers.at(-1);
		const colon = line.indexOf(':');
		if (/^[ \t]/.test(line) && last) last[1] += line;
		else if (colon > 0) {
			headers.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
		}
	}
	return {headers, body: end};
}

function* splitParts(
	raw: string,
	start: number,
	end: number,
	boundary: string,
): Generator<readonly [number, number]> {
	const line = new RegExp(
		`(?<=^|\\n)--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(--)?[ \\t]*\\r?(?:\\n|$)`,
		'g',
	);
	line.lastIndex = start;
	let from: number | undefined;
	for (let match = line.exec(raw); match && match.index < end; match = line.exec(raw)) {
		// The line break before the boundary belongs to the boundary (RFC 2046 §5.1.1).
		const to =
			raw.slice(match.index - 2, match.index) === '\r\n' ? match.index - 2 : match.index - 1;
		if (from !== undefined) yield [from, Math.max(from, to)];
		from = line.lastIndex;
		if (match[1]) return;
	}
	if (from !== undefined && from < end) yield [from, end];
}

/** `text/plain; charset="utf-8"` and the like (RFC 2045 §5.1); names in lower case. */
export function parseParameters(header: string): {
	readonly value: string;
	readonly parameters: Readonly<Record<string, string>>;
} {
	const parameters: Record<string, string> = {};
	for (const match of header.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g)) {
		const name = (match[1] ?? '').toLowerCase();
		parameters[name] = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '';
	}
	return {value: (header.split(';')[0] ?? '').trim(), parameters};
}
