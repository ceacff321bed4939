/** One directive or section line of a configuration file, continuation lines joined. */
export type LogicalLine = {
	/** Number of its first line, from 1. */
	readonly line: number;
	readonly text: string;
};

/** Lines that say something. A backslash at a line's end joins the next one, also in a comment, as httpd reads it. */
export function logicalLines(text: string): readonly LogicalLine[] {
	const result: LogicalLine[] = [];
	let pending: {readonly line: number; text: string} | undefined;
	for (const [index, raw] of text.split('\n').entries()) {
		const physical = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
		const isContinued = physical.endsWith('\\');
		const part = isContinued ? physical.slice(0, -1) : physical;
		if (pending) pending.text += part;
		else pending = {line: index + 1, text: part};
		if (isContinued) continue;
		keep(pending);
		pending = undefined;
	}
	if (pending) keep(pending);
	return result;

	function keep(line: LogicalLine) {
		const trimmed = line.text.trim();
		if (trimmed !== '' && !trimmed.startsWith('#')) {
			result.push({line: line.line, text: trimmed});
		}
	}
}

/** The arguments of a directive: separated by blanks, or within quotes, where a backslash escapes the quote and itself. */
export function splitWords(text: string): readonly string[] {
	const words: string[] = [];
	let at = 0;
	while (at < text.length) {
		const character = text[at] ?? '';
		if (/\s/.test(character)) {
			at += 1;
			continue;
		}
		const isQuoted = character === '"' || character === "'";
		let word = '';
		if (isQuoted) at += 1;
		while (at < text.length) {
			const next = text[at] ?? '';
			const following = text[at + 1];
			if (isQuoted ? next === character : /\s/.test(next)) break;
			if (isQuoted && next === '\\' && (following === character || following === '\\')) at += 1;
			word += text[at];
			at += 1;
		}
		at += 1;
		words.push(word);
	}
	return words;
}

/** An argument as `splitWords` reads it back. */
export function quoteWord(word: string): string {
	if (word !== '' && !/[\s"'\\#<>]/.test(word)) return word;
	return `"${word.replace(/["\\]/g, '\\$&')}"`;
}
