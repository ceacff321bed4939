/** A parsed piece of a command. An atom may carry a section, `BODY[HEADER.FIELDS (DATE)]<0.9>`. */
export type Token =
	| {readonly type: 'atom'; readonly value: string}
	| {readonly type: 'string'; readonly value: string}
	| {readonly type: 'list'; readonly items: readonly Token[]};

const maxDepth = 20;

/** Parses what follows the tag; strings are Latin-1 as they came. Undefined for what is no IMAP. Literals stand in it as `{N}CRLF` and their N characters. */
export function parseTokens(text: string): readonly Token[] | undefined {
	let at = 0;
	const list = (closer: string, depth: number): Token[] | undefined => {
		if (depth > maxDepth) return undefined;
		const items: Token[] = [];
		for (;;) {
			while (text[at] === ' ') at++;
			const character = text[at];
			if (character === undefined) return closer === '' ? items : undefined;
			if (character === ')') {
				at++;
				return closer === ')' ? items : undefined;
			}
			const item = one(character, depth);
			if (!item) return undefined;
			items.push(item);
		}
	};
	const one = (character: string, depth: number): Token | undefined => {
		if (character === '(') {
			at++;
			const items = list(')', depth + 1);
			return items && {type: 'list', items};
		}
		if (character === '"') return quoted();
		if (character === '{') return literal();
		return atom();
	};
	const quoted = (): Token | undefined => {
		const match = /"((?:[^"\\]|\\["\\])*)"/y;
		match.lastIndex = at;
		const found = match.exec(text);
		if (!found) return undefined;
		at = match.lastIndex;
		return {type: 'string', value: (found[1] ?? '').replace(/\\(["\\])/g, '$1')};
	};
	const literal = (): Token | undefined => {
		const match = /\{(\d{1,9})\+?\}\r\n/y;
		match.lastIndex = at;
		const found = match.exec(text);
		if (!found) return undefined;
		at = match.lastIndex + Number(found[1]);
		return {type: 'string', value: text.slice(match.lastIndex, at)};
	};
	const atom = (): Token | undefined => {
		const start = at;
		const match = /[^\s()"[\]{]+(?:\[[^\]]*\](?:<[\d.]+>)?)?/y;
		match.lastIndex = at;
		if (!match.test(text)) return undefined;
		at = match.lastIndex;
		return {type: 'atom', value: text.slice(start, at)};
	};
	return list('', 0);
}

/** The text of an atom or string; undefined for a list or nothing. */
export const textOf = (token: Token | undefined): string | undefined =>
	token === undefined || token.type === 'list' ? undefined : token.value;

/** A string for an answer: NIL, quoted, or a literal. */
export function nstring(value: string | undefined): string {
	if (value === undefined) return 'NIL';
	if (/^[\t\u0020-\u007E]*$/.test(value) && value.length < 1000) {
		return `"${value.replace(/["\\]/g, '\\$&')}"`;
	}
	return `{${Buffer.byteLength(value, 'latin1')}}\r\n${value}`;
}

/** Whether a number is in a sequence set (RFC 3501 §9), `*` being the largest. Undefined for what is no set. */
export function parseSet(text: string, largest: number): ((value: number) => boolean) | undefined {
	if (!/^(?:\d+|\*)(?::(?:\d+|\*))?(?:,(?:\d+|\*)(?::(?:\d+|\*))?)*$/.test(text)) return undefined;
	const ranges = text.split(',').map(range => {
		const [from = 0, to = from] = range
			.split(':')
			.map(part => (part === '*' ? largest : Number(part)));
		return from <= to ? [from, to] : [to, from];
	});
	return value => ranges.some(([from = 0, to = 0]) => value >= from && value <= to);
}
