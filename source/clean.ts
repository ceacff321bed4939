// CSI, OSC, DCS and the two-character escapes, in their 7-bit and their 8-bit (C1) form.
const escapeSequences =
	/(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]?/g;
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029]/g;
// Bidirectional overrides and isolates reorder what stands beside them on the line.
const bidirectional = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
const plain = /^[\n\t -~]*$/;

/** Text from a network, a file or a paste, fit for the terminal: no escape sequences, no control characters, tabs and line breaks as spaces, at most `max` UTF-16 units and an ellipsis. */
export function clean(text: string, max = 500): string {
	return cap(stripControls(text).replace(/\s+/g, ' ').trim(), max);
}

/** As `clean`, but keeps line breaks: for sheets and transcripts. */
export function cleanLines(text: string, max = 10_000): string {
	const lines = cap(text, max)
		.split(/\r\n|\r|\n/)
		.map(line => stripControls(line).replace(/\t/g, ' ').trimEnd());
	return lines.join('\n');
}

/** Removes escape sequences and control characters; tabs and line feeds stay. */
export function stripControls(text: string): string {
	// Most texts are plain, and the patterns below are dear where only a few are cleaned.
	if (plain.test(text)) return text;
	return text
		.replace(escapeSequences, '')
		.replace(/\r\n?/g, '\n')
		.replace(controls, '')
		.replace(bidirectional, '');
}

function cap(text: string, max: number): string {
	return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** The first six characters of a secret and an ellipsis; never more than a third of it. */
export function mask(secret: string): string {
	return `${secret.slice(0, Math.min(6, Math.floor(secret.length / 3)))}…`;
}

/** Quotes that came along with a copied value. */
export function unquote(value: string): string {
	return value.replace(/^(["'`“”‘’«»]+)([\s\S]*?)(["'`“”‘’«»]+)$/u, '$2').trim();
}
