/** A value as a `.properties` text holds it: pure ASCII, so that no encoding can change it, and read back as it was. */
export function escapeValue(value: string): string {
	return escapeAll(value)
		.replace(/^ /, '\\ ')
		.replace(/^[=:]/, '\\$&')
		.replace(/(?<!^\\) $/, '\\u0020');
}

/** A key likewise: what would end it, or make it a comment, is escaped. */
export const escapeKey = (key: string) =>
	escapeAll(key).replace(/[ =:]/g, '\\$&').replace(/^[#!]/, '\\$&');

const named: Readonly<Record<string, string>> = {
	'\\': '\\\\',
	'\t': '\\t',
	'\n': '\\n',
	'\r': '\\r',
	'\f': '\\f',
};

const escapeAll = (text: string) =>
	text.replace(
		/[\\\u0000-\u001F\u007F-\uFFFF]/g,
		unit => named[unit] ?? `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
	);

/** Undoes escapes as `java.util.Properties.load` does; undefined for a `\u` without its four digits, over which Java gives the whole text up. */
export function readEscapes(raw: string): string | undefined {
	let isMalformed = false;
	const text = raw.replace(
		/\\(?:u([0-9a-fA-F]{4})?|([^u]|$))/gs,
		(_, hex: string | undefined, unit: string | undefined) => {
			if (unit !== undefined) return letters[unit] ?? unit;
			if (hex === undefined) isMalformed = true;
			return String.fromCharCode(Number.parseInt(hex ?? '0', 16));
		},
	);
	return isMalformed ? undefined : text;
}

const letters: Readonly<Record<string, string>> = {t: '\t', n: '\n', r: '\r', f: '\f'};
