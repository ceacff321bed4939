import type {Edit} from './format/edit-text.js';
import {type Binding, isPrintable} from './keys.js';

/** Who gets the keys: one at a time. */
export type Listener = {
	readonly bindings: readonly Binding[];
	/** A field has the focus: what is no binding goes there, and no printable key is one. */
	readonly onEdit?: (edit: Edit) => void;
	readonly onPaste?: (text: string) => void;
};

/** Keys that came in one chunk, or a paste that the terminal marked as one. */
export type Input =
	| {readonly type: 'keys'; readonly text: string; readonly names: readonly string[]}
	| {readonly type: 'paste'; readonly text: string};

/** Keys in the order in which they came. */
export type Keyboard = {
	readonly listen: (listener: Listener) => void;
	readonly push: (input: Input) => void;
};

/** Shorter texts in one chunk are keys that a slow line brought together; no paste of use is as short. */
const shortestPaste = 8;

/** So long keys keep everything else waiting. */
const longestMs = 30;

/** What a key does may change the screen, and with it what the next key means: that one waits for it, however close it came. */
export function createKeyboard(): Keyboard {
	let listener: Listener = {bindings: []};
	const waiting: Input[] = [];
	let isDraining = false;
	function drain(since: number) {
		isDraining = true;
		for (let input = waiting.shift(); input; input = waiting.shift()) {
			const hasRun = take(input);
			if (!hasRun || waiting.length === 0) continue;
			// The screen is drawn in a microtask that is queued already.
			if (performance.now() - since < longestMs) queueMicrotask(() => drain(since));
			else setTimeout(() => drain(performance.now()), 0);
			return;
		}
		isDraining = false;
	}
	/** Whether a binding ran. */
	function take(input: Input): boolean {
		if (input.type === 'paste' || isPaste(input.names, listener)) {
			paste(listener, input.text);
			return true;
		}
		const [name = '', ...rest] = input.names;
		const {bindings, onEdit} = listener;
		if (onEdit && isPrintable(name)) {
			const end = input.names.findIndex(other => !isPrintable(other));
			const typed = end === -1 ? input.names : input.names.slice(0, end);
			onEdit({type: 'insert', text: typed.map(textOf).join('')});
			keep(end === -1 ? [] : input.names.slice(end));
			return false;
		}
		keep(rest);
		const binding = bindings.find(({keys}) => keys.includes(name));
		if (binding) binding.run(name);
		else onEdit?.({type: 'key', name});
		return binding !== undefined;
	}
	/** The rest of a chunk was looked at as a whole, and is no paste. */
	function keep(names: readonly string[]) {
		waiting.unshift(
			...names.map((name): Input => ({type: 'keys', text: textOf(name), names: [name]})),
		);
	}
	return {
		listen(next) {
			listener = next;
		},
		push(input) {
			waiting.push(input);
			if (!isDraining) drain(performance.now());
		},
	};
}

const textOf = (name: string) => (name === 'space' ? ' ' : name);

/** Terminals without bracketed paste send it as if it were typed; its line breaks must not submit. */
function isPaste(names: readonly string[], {onEdit, onPaste}: Listener): boolean {
	if (!onEdit) return names.length >= shortestPaste && !!onPaste;
	if (names.length < 2 || !names.some(isPrintable)) return false;
	const isText = (name: string) => isPrintable(name) || name === 'enter' || name === 'tab';
	// No paste has what Ctrl and a letter give; a short one has no tab.
	const isTyped = names.length < shortestPaste && names.includes('tab') && !names.includes('enter');
	return names.every(isText) && !isTyped;
}

function paste({onEdit, onPaste}: Listener, text: string): void {
	if (onPaste) onPaste(text);
	else onEdit?.({type: 'insert', text});
}
