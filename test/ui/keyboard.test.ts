import {expect, test} from 'vitest';
import {type Draft, type Edit, editText} from '../../source/ui/format/edit-text.js';
import {createKeyboard, type Input} from '../../source/ui/keyboard.js';

/** Keys as a terminal gives them, in one chunk. */
const chunk = (...names: readonly string[]): Input => ({
	type: 'keys',
	text: names.map(name => (name === 'space' ? ' ' : name)).join(''),
	names,
});

/** Two fields, between which Tab goes. The next one listens once the screen is drawn: a microtask later. */
function openForm() {
	const keyboard = createKeyboard();
	const texts = ['', ''];
	const pasted: string[] = [];
	let drafts: Draft[] = texts.map(text => ({text, caret: 0}));
	function show(focused: number) {
		keyboard.listen({
			bindings: [
				{keys: ['tab'], help: '', run: () => queueMicrotask(() => show((focused + 1) % 2))},
				{keys: ['enter'], help: '', run: () => pasted.push('enter')},
			],
			onEdit(edit: Edit) {
				drafts = drafts.map((draft, index) => (index === focused ? editText(draft, edit) : draft));
			},
		});
	}
	show(0);
	return {keyboard, pasted, texts: () => drafts.map(({text}) => text)};
}

const settled = () => new Promise(resolve => setTimeout(resolve, 5));

test('keys behind a Tab go to the field to which it leads, even in one chunk', async () => {
	const {keyboard, texts} = openForm();
	keyboard.push(chunk('a', 'b', 'tab', 'c', 'd'));
	keyboard.push(chunk('e'));
	await settled();
	expect(texts()).toEqual(['ab', 'cde']);
});

test('what Ctrl gives is a key among characters', async () => {
	const {keyboard, texts} = openForm();
	keyboard.push(chunk(...'wrong', 'ctrl+u', ...'right word', 'ctrl+w'));
	await settled();
	expect(texts()[0]).toBe('right ');
});

test('a text with line breaks is a paste, and submits nothing', async () => {
	const {keyboard, texts, pasted} = openForm();
	keyboard.push(chunk(...'one', 'enter', ...'two'));
	await settled();
	expect(texts()[0]).toContain('one');
	expect(pasted).toEqual([]);
	keyboard.push(chunk('enter'));
	expect(pasted).toEqual(['enter']);
});

test('ten thousand keys are all there', async () => {
	const {keyboard, texts} = openForm();
	const digits = Array.from({length: 1000}, (_, index) => String(index % 10));
	for (const digit of digits) {
		for (const name of [digit, 'z', 'backspace', 'left', 'right', 'home', 'end', 'y', 'ctrl+b'])
			keyboard.push(chunk(name));
		keyboard.push(chunk('delete'));
	}
	await settled();
	expect(texts()[0]).toBe(digits.join(''));
});
