import type {Binding} from '../ui/keys.js';
import type {Page} from '../ui/page.js';

/** A key of a screen as it is typed here, on a line of its own. */
export type Choice = {
	/** What is typed for it; empty is Enter alone. */
	readonly typed: readonly string[];
	/** How that is written. */
	readonly label: string;
	readonly hint?: string;
	readonly help: string;
	/** Gets what was typed. */
	readonly run: (typed: string) => void | Promise<void>;
	readonly isBack: boolean;
};

/** Where there is no cursor nothing moves it. */
const moving = /^(?:up|down|left|right|(?:shift\+)?tab|page(?:up|down)|home|end)$/;

/** What can be done on a page, from the list of its keys. */
export function choicesOf({bindings, rows}: Page): readonly Choice[] {
	const isNumbered = (rows?.starts.length ?? 0) > 0;
	return bindings
		.filter(({keys}) => !keys.some(key => moving.test(key)))
		.filter(({keys}) => !isNumbered || !keys.every(isDigit))
		.map(choiceOf);
}

function choiceOf({keys, label, hint, help, run}: Binding): Choice {
	const byTyped = new Map(keys.map(key => [typedFor(key), key]));
	const [first = ''] = byTyped.keys();
	const own = keys.every(isDigit) ? (label ?? first) : first;
	return {
		typed: [...byTyped.keys()],
		label: byTyped.has('') ? 'Enter' : own,
		hint,
		help,
		isBack: keys.includes('escape'),
		run: typed => run(byTyped.get(typed) ?? keys[0] ?? ''),
	};
}

const isDigit = (key: string) => /^\d$/.test(key);

/** Ctrl+P is typed as p: a screen has no letters of its own where it has fields. */
function typedFor(key: string): string {
	if (key === 'enter') return '';
	if (key === 'escape') return '.';
	if (key === 'ctrl+g') return '?';
	return key.replace(/^ctrl\+/, '');
}
