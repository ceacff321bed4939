/** What conditional sections ask about. */
export type Facts = {
	readonly modules: ReadonlySet<string>;
	readonly defines: ReadonlySet<string>;
	readonly version: string;
	/** Whether there is such a file; undefined while that is not known yet. */
	readonly hasFile: (path: string) => boolean | undefined;
};

const conditional = ['ifmodule', 'ifdefine', 'ifversion', 'iffile', 'ifdirective', 'ifsection'];

/** Decided while httpd reads its configuration; `<If>` is decided with each request. */
export const isConditional = (section: string) => conditional.includes(section);

/** Whether what stands in the section counts. */
export function holds(section: string, words: readonly string[], facts: Facts): boolean {
	const [first = ''] = words;
	const isNegated = first.startsWith('!');
	const name = isNegated ? first.slice(1) || (words[1] ?? '') : first;
	switch (section) {
		case 'ifmodule':
			return isNegated !== facts.modules.has(moduleName(name));
		case 'ifdefine':
			return isNegated !== facts.defines.has(name);
		case 'iffile':
			return isNegated !== (facts.hasFile(name) ?? false);
		case 'ifversion':
			return isNegated
				? !holdsVersion([name, ...words.slice(1)], facts.version)
				: holdsVersion(words, facts.version);
		// Known directives and sections depend on the modules' code: taken as known.
		default:
			return !isNegated;
	}
}

/** `mod_jk.c`, `mod_jk.so` and `jk_module` are one; the identifier is what LoadModule gives. */
export function moduleName(name: string): string {
	const file = name.slice(name.lastIndexOf('/') + 1);
	const source = /^(?:mod_)?(.+?)\.(?:c|so)$/.exec(file)?.[1];
	return source === undefined ? file : `${source}_module`;
}

function holdsVersion(words: readonly string[], version: string): boolean {
	const [first = '', second] = words;
	const operator = second === undefined ? '=' : first;
	const wanted = second ?? first;
	const isPattern = operator.endsWith('~') || /^\/.*\/$/.test(wanted);
	if (isPattern) {
		const isMatch = matches(wanted.replace(/^\/(.*)\/$/, '$1'), version);
		return operator.startsWith('!') ? !isMatch : isMatch;
	}
	const order = compareVersions(version, wanted);
	switch (operator.replace(/^!/, '')) {
		case '>':
			return order > 0;
		case '>=':
			return order >= 0;
		case '<':
			return order < 0;
		case '<=':
			return order <= 0;
		default:
			return operator.startsWith('!') ? order !== 0 : order === 0;
	}
}

/** Missing parts count as zero. */
function compareVersions(left: string, right: string): number {
	const a = left.split('.').map(Number);
	const b = right.split('.').map(Number);
	for (const index of [0, 1, 2]) {
		const difference = (a[index] || 0) - (b[index] || 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function matches(pattern: string, text: string): boolean {
	try {
		return new RegExp(pattern).test(text);
	} catch {
		return false;
	}
}
