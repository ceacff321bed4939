/** A word of a command line in a unit (systemd.service(5)): specifiers and variables stay what they are. */
export function unitWord(word: string): string {
	const plain = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
	if (/^[\w@%+=:,./$-]+$/.test(plain)) return plain;
	const escaped = plain
		.replaceAll('\\', '\\\\')
		.replaceAll('"', '\\"')
		.replaceAll('\n', '\\n')
		.replaceAll('\t', '\\t');
	return `"${escaped}"`;
}

/** A path or word as the value of a setting, where only specifiers mean something. */
export const unitValue = (value: string): string => value.replaceAll('%', '%%');

/** A path in a list of paths, such as that of ReadWritePaths=. */
export const unitPath = (path: string): string => {
	const value = unitValue(path);
	return /[\s"'\\]/.test(value)
		? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
		: value;
};
