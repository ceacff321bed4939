import {useInput, usePaste} from 'ink';
import type {Edit} from './format/edit-text.js';
import {type Binding, isPrintable, keyNames} from './keys.js';

/** Shorter texts in one chunk are keys that a slow line brought together; no paste of use is as short. */
const shortestPaste = 8;

/** The only listener to keys and pastes that is mounted at a time. */
export function useBindings({
	bindings,
	onEdit,
	onPaste,
}: {
	readonly bindings: readonly Binding[];
	/** A field has the focus: what is no binding goes there, and no printable key is one. */
	readonly onEdit?: (edit: Edit) => void;
	readonly onPaste?: (text: string) => void;
}) {
	const paste = (text: string) => {
		if (onPaste) onPaste(text);
		else onEdit?.({type: 'insert', text});
	};
	useInput((input, key) => {
		const names = keyNames(input, key);
		// Terminals without bracketed paste send it as if it were typed; its line breaks must not submit.
		// Keys without a character, such as two tabs, are keys however close they come.
		const isPaste = onEdit
			? names.length > 1 && names.some(isPrintable)
			: names.length >= shortestPaste && !!onPaste;
		if (isPaste) return paste(input);
		for (const name of names) {
			const binding =
				onEdit && isPrintable(name) ? undefined : bindings.find(({keys}) => keys.includes(name));
			if (binding) binding.run(name);
			else if (onEdit && isPrintable(name)) onEdit({type: 'insert', text: input});
			else onEdit?.({type: 'key', name});
		}
	});
	usePaste(paste);
}
