import {useInput, usePaste, useStdin} from 'ink';
import {createKeyboard, type Keyboard, type Listener} from './keyboard.js';
import {keyNames} from './keys.js';

/** One for each terminal: keys that came for a screen may be for the one that follows it. */
const keyboards = new WeakMap<object, Keyboard>();

function keyboardOf(stdin: object): Keyboard {
	const keyboard = keyboards.get(stdin) ?? createKeyboard();
	keyboards.set(stdin, keyboard);
	return keyboard;
}

/** The only listener to keys and pastes that is mounted at a time. */
export function useBindings(listener: Listener) {
	const {stdin} = useStdin();
	const keyboard = keyboardOf(stdin);
	keyboard.listen(listener);
	useInput((text, key) => {
		const names = keyNames(text, key);
		if (names.length > 0) keyboard.push({type: 'keys', text, names});
	});
	usePaste(text => keyboard.push({type: 'paste', text}));
}
