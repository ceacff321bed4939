/** Variables that a file such as /etc/apache2/envvars exports. It is read, never run: of the shell's ways only plain values, quotes and other variables are understood. */
export function readEnvironment(text: string): ReadonlyMap<string, string> {
	const variables = new Map<string, string>();
	for (const line of text.split('\n')) {
		const found = /^\s*(?:export\s+)?([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s;#]*)/.exec(line);
		if (!found) continue;
		const [, name = '', raw = ''] = found;
		const isLiteral = raw.startsWith("'");
		const value = raw.replace(/^(["'])(.*)\1$/, '$2');
		// Written by a command: only a shell knows it.
		if (!isLiteral && /[`]|\$\(/.test(value)) continue;
		variables.set(name, isLiteral ? value : expand(value, variables));
	}
	return variables;
}

const expand = (value: string, variables: ReadonlyMap<string, string>) =>
	value.replace(
		/\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
		(
			_whole,
			braced: string | undefined,
			otherwise: string | undefined,
			plain: string | undefined,
		) => variables.get(braced ?? plain ?? '') ?? otherwise ?? '',
	);
