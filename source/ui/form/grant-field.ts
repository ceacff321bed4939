import {draftKey, openRecord, type State} from '../../checklist/state.js';
import type {StepId} from '../../checklist/step-id.js';
import {fields} from '../../fields.js';
import type {FieldName} from '../../grant.js';
import type {Draft} from '../format/edit-text.js';
import type {ScreenProps} from '../screen-props.js';
import type {Choice, FormField} from './form-field.js';

/** The unfinished text of a grant's field, or what is stored. */
export function textOf(state: State, step: StepId, name: FieldName): string {
	const record = openRecord(state);
	const drafts = state.drafts[draftKey(record?.grant.name, step)];
	return drafts?.[name] ?? String(record?.grant[name] ?? '');
}

/** A field of the open grant: the text is a draft of the store, and so outlives the program. */
export function grantField(
	{state, store, tasks}: ScreenProps,
	step: StepId,
	name: FieldName,
	more: {
		readonly choices?: readonly Choice[];
		/** The choice that holds while none was made. */
		readonly fallback?: string;
		readonly placeholder?: string;
		readonly check?: (text: string) => string | undefined;
	} = {},
): FormField {
	const {label, help} = fields[name];
	const caretList = `caret:${step}:${name}`;
	const draftOf = (of: State): Draft => {
		const text = textOf(of, step, name) || (more.fallback ?? '');
		return {text, caret: Math.min(of.cursors[caretList] ?? text.length, text.length)};
	};
	const draft = draftOf(state);
	return {
		name,
		label,
		help,
		draft,
		choices: more.choices,
		placeholder: more.placeholder,
		problem: draft.text === '' ? undefined : (more.check ?? checkOf(name))(draft.text),
		edit(change) {
			const before = draftOf(store.getState());
			const after = change(before);
			if (after.text !== before.text) tasks.keepDraft(step, name, after.text);
			store.dispatch({type: 'cursor-moved', list: caretList, to: after.caret});
		},
	};
}

const checkOf = (name: FieldName) => (text: string) => {
	const parsed = fields[name].parse(text);
	return 'error' in parsed ? parsed.error : undefined;
};
