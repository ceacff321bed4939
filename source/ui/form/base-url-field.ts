import {draftKey, openRecord} from '../../checklist/state.js';
import type {Binding} from '../keys.js';
import type {ScreenProps} from '../screen-props.js';
import type {FormField} from './form-field.js';
import {grantField} from './grant-field.js';
import {saveForm} from './save-form.js';

/** ExtraView's base URL on a screen whose letters are keys: the field opens with a key, as a draft of that step. */
export function baseUrlField(
	props: ScreenProps,
	step: 'instance' | 'redirect',
): {
	readonly field: FormField;
	readonly isEditing: boolean;
	readonly open: () => void;
	/** The bindings while it is open. */
	readonly editing: readonly Binding[];
} {
	const {state, store, tasks} = props;
	const record = openRecord(state);
	const key = draftKey(record?.grant.name, step);
	const given = grantField(props, step, 'extraviewUrl');
	const isEditing = state.drafts[key]?.extraviewUrl !== undefined;
	const close = () => store.dispatch({type: 'draft-dropped', key});
	return {
		field: {...given, placeholder: isEditing ? '' : 'not entered yet; e enters it'},
		isEditing,
		open: () => tasks.keepDraft(step, 'extraviewUrl', given.draft.text),
		editing: [
			{
				keys: ['enter'],
				hint: 'save',
				help: 'Save the base URL of ExtraView',
				run() {
					if (given.draft.text === String(record?.grant.extraviewUrl ?? '')) return close();
					saveForm(props, step, {extraviewUrl: given.draft.text}, () => undefined);
				},
			},
			{keys: ['escape'], hint: 'keep as it was', help: 'Close the field', isKept: true, run: close},
		],
	};
}
