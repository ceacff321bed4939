import type {Command, Option} from '../commands/command.js';

/** What can stand in a place of the command line, as far as a shell can offer it. */
export type ValueKind =
	| {readonly is: 'words'; readonly words: readonly string[]}
	| {readonly is: 'grant'}
	| {readonly is: 'file'}
	| {readonly is: 'directory'}
	| {readonly is: 'unknown'};

/** Of an option's value; undefined for a flag that takes none. */
export function optionKind(
	{placeholder}: Pick<Option, 'placeholder'>,
	words: Command['words'] = {},
): ValueKind | undefined {
	return placeholder === undefined ? undefined : kindOf(placeholder, words);
}

/** Of the arguments in their order, as the usage text names them. */
export function argumentKinds({usage, words}: Pick<Command, 'usage' | 'words'>): {
	readonly kinds: readonly ValueKind[];
	/** The last of them may be given again and again. */
	readonly isRepeated: boolean;
} {
	const places = placesOf(usage);
	return {
		kinds: places.map(place => {
			const name = place.replace('…', '');
			const isGrant = (name === 'NAME' || name === 'FROM') && !words?.[name];
			return isGrant ? {is: 'grant'} : kindOf(name, words);
		}),
		isRepeated: places.at(-1)?.endsWith('…') ?? false,
	};
}

function kindOf(placeholder: string, words: Command['words'] = {}): ValueKind {
	const named = words[placeholder];
	if (named) return {is: 'words', words: named};
	if (placeholder === 'FILE' || placeholder === 'PATH') return {is: 'file'};
	if (placeholder === 'DIR') return {is: 'directory'};
	if (/^[a-z\d-]+(?:\|[a-z\d-]+)+$/.test(placeholder)) {
		return {is: 'words', words: placeholder.split('|')};
	}
	return {is: 'unknown'};
}

/** Of `NAME --task evmail|batchmail [FILE]`: NAME and FILE. */
function placesOf(usage: string): string[] {
	const places: string[] = [];
	let isValue = false;
	for (const word of usage.replace(/[[\]]/g, '').split(' ')) {
		const [place] = word.split('|').filter(name => !name.startsWith('--'));
		const isOption = word.startsWith('--');
		if (place && !isValue) places.push(place);
		// What follows an option is its value; `--stdin|FILE` is an argument already.
		isValue = isOption && place === undefined;
	}
	return places;
}
