import type {AppStore} from '../../tasks/tasks.js';
import {choose, chosenOf} from '../choose.js';
import {type Edit, editText} from '../format/edit-text.js';
import type {Binding} from '../keys.js';
import type {FormField} from './form-field.js';

/** Tab and arrows go from field to field, and from choice to choice. */
export function formBindings(
	store: AppStore,
	list: string,
	formFields: readonly FormField[],
	/** Rows beneath the fields that can be chosen too. */
	rowsBelow = 0,
): readonly Binding[] {
	const length = formFields.length + rowsBelow;
	const move = (by: number) => {
		const at = chosenOf(store.getState().cursors[list], length);
		choose(store, list, (at + by + length) % length);
	};
	const focused = formFields[chosenOf(store.getState().cursors[list], length)];
	return [
		{
			keys: ['tab', 'down'],
			label: 'tab',
			hint: 'next field',
			help: 'To the next field',
			run: () => move(1),
		},
		{
			keys: ['shift+tab', 'up'],
			label: 'shift+tab',
			help: 'To the field before',
			run: () => move(-1),
		},
		...(focused?.choices
			? [
					{
						keys: ['right', 'left'],
						label: '←→',
						hint: 'choose',
						help: 'Another choice',
						run: (key: string) => step(focused, key === 'right' ? 1 : -1),
					},
				]
			: []),
	];
}

/** What typing does in the field that has the focus. */
export function editorOf(field: FormField): (edit: Edit) => void {
	return edit => {
		if (!field.choices) return field.edit(before => editText(before, edit));
		if (edit.type === 'insert' && edit.text === ' ') step(field, 1);
	};
}

function step({choices = [], edit}: FormField, by: number) {
	edit(({text}) => {
		const at = choices.findIndex(({value}) => value === text);
		const next = choices[(at + by + choices.length) % choices.length]?.value ?? text;
		return {text: next, caret: next.length};
	});
}
