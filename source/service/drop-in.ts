/** Settings of which each line adds a value; an empty one takes all before it away. */
const lists = new Set([
	'AssertPathExists',
	'Environment',
	'ExecStart',
	'LoadCredential',
	'LoadCredentialEncrypted',
	'ReadWritePaths',
	'StateDirectory',
	'SupplementaryGroups',
	'SystemCallFilter',
]);

/** What a setting is without a line, where systemd does not take an empty one for that. */
const unset: Readonly<Record<string, string>> = {PrivateUsers: 'no', StateDirectoryMode: '0755'};

/** The text for a drop-in (systemd.unit(5)) that makes a unit out of another; undefined when both say the same. */
export function dropIn(base: string, wanted: string): string | undefined {
	const before = sectionsOf(base);
	const sections = [...sectionsOf(wanted)].flatMap(([section, settings]) => {
		// Of [Install] a drop-in changes nothing.
		const lines = section === '[Install]' ? [] : difference(before.get(section), settings);
		return lines.length === 0 ? [] : [[section, ...lines].join('\n')];
	});
	return sections.length === 0 ? undefined : `${sections.join('\n\n')}\n`;
}

type Settings = ReadonlyMap<string, readonly string[]>;

function difference(before: Settings = new Map(), wanted: Settings): readonly string[] {
	const gone = [...before.keys()].filter(name => !wanted.has(name));
	return [
		// First: an empty LoadCredential= takes those of LoadCredentialEncrypted= away, too.
		...gone.map(name => `${name}=${unset[name] ?? ''}`),
		...[...wanted].flatMap(([name, values]) => lines(name, before.get(name) ?? [], values)),
	];
}

function lines(name: string, before: readonly string[], values: readonly string[]) {
	const line = (value: string) => `${name}=${value}`;
	if (values.join('\n') === before.join('\n')) return [];
	return lists.has(name) && before.length > 0 ? ['', ...values].map(line) : values.map(line);
}

function sectionsOf(text: string): ReadonlyMap<string, Settings> {
	const sections = new Map<string, Map<string, string[]>>();
	let settings = new Map<string, string[]>();
	for (const line of text.split('\n')) {
		if (/^\[.+\]$/.test(line)) {
			settings = new Map();
			sections.set(line, settings);
		}
		const [, name, value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
		if (name !== undefined) settings.set(name, [...(settings.get(name) ?? []), value]);
	}
	return sections;
}
