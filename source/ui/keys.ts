import type {Key} from 'ink';

/** What a key does. One list per screen takes the input and writes the hint line and the help page. */
export type Binding = {
	/** As `keyNames` gives them; all do the same. */
	readonly keys: readonly string[];
	/** How the keys are written; their names when absent. */
	readonly label?: string;
	/** A word or two for the hint line; bindings without it stand on the help page only. */
	readonly hint?: string;
	/** A sentence for the help page. */
	readonly help: string;
	/** Gets the name of the key that was pressed. */
	readonly run: (key: string) => void;
	/** Goes on to a field that is still missing, or saves the fields. */
	readonly ofForm?: 'next' | 'save';
	/** Its hint stays when the line is short. */
	readonly isKept?: true;
};

const named: readonly (readonly [keyof Key, string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

const typed: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	' ': 'space',
	'\u0008': 'backspace',
	'\u007F': 'backspace',
};

/** The keys in one chunk of input: a slow line brings several at once. */
export function keyNames(input: string, key: Key): readonly string[] {
	if (key.eventType === 'release') return [];
	const name = named.find(([flag]) => key[flag])?.[1];
	if (name) return [key.shift && name === 'tab' ? 'shift+tab' : name];
	if (key.ctrl) return input === '' ? [] : [`ctrl+${input.toLowerCase()}`];
	if (key.meta || key.super || key.hyper) return [];
	return [...input].map(nameOf);
}

function nameOf(character: string): string {
	const code = character.charCodeAt(0);
	return typed[character] ?? (isControl(code) ? `ctrl+${letterOf(code)}` : character);
}

const isControl = (code: number) => code >= 1 && code <= 26;
const letterOf = (code: number) => String.fromCharCode(code + 96);

/** Whether it would be text in a field. */
export const isPrintable = (name: string) => name === 'space' || [...name].length === 1;

const written: Readonly<Record<string, string>> = {
	escape: 'esc',
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	pageup: 'PgUp',
	pagedown: 'PgDn',
};

export const labelOf = ({label, keys}: Binding) =>
	label ??
	keys
		.slice(0, 1)
		.map(name => written[name] ?? name)
		.join('');

const words: Readonly<Record<string, string>> = {
	'↑↓': 'arrows',
	'←→': 'arrows',
	'↑': 'up',
	'↓': 'down',
	'←': 'left',
	'→': 'right',
	PgUp: 'page up',
	PgDn: 'page down',
};

/** The same without arrows, which not every terminal draws and no reader says. */
export function wordLabelOf(binding: Binding): string {
	const label = labelOf(binding);
	return words[label] ?? label;
}
