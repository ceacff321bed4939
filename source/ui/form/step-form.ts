import {draftKey, openRecord} from '../../checklist/state.js';
import type {StepId} from '../../checklist/step-id.js';
import type {FieldName} from '../../grant.js';
import {choose, chosenOf} from '../choose.js';
import type {Edit} from '../format/edit-text.js';
import type {Line} from '../format/line.js';
import type {Binding} from '../keys.js';
import type {PageForm} from '../page.js';
import type {ScreenProps} from '../screen-props.js';
import {editorOf, formBindings} from './form-bindings.js';
import type {FormField} from './form-field.js';
import {fieldFooter, formLines} from './form-lines.js';
import {grantField, textOf} from './grant-field.js';
import {saveForm} from './save-form.js';

export type StepForm = {
	readonly fields: readonly FormField[];
	readonly isEditing: boolean;
	/** Row of the field that has the focus. */
	readonly chosen: number;
	readonly open: () => void;
	/** The bindings while it is open. */
	readonly editing: readonly Binding[];
	readonly onEdit: ((edit: Edit) => void) | undefined;
	/** The fields while it is open. */
	readonly pageForm: PageForm | undefined;
	/** The fields, of which one has the focus while it is open. */
	readonly lines: (width: number) => readonly Line[];
	/** Of the field that has the focus; nothing while it is closed. */
	readonly footer: (width: number) => readonly Line[];
};

/** Fields of the grant on a screen whose letters are keys: they open with a key, as drafts of that step, and close when they are saved. */
export function stepForm(
	props: ScreenProps,
	step: StepId,
	names: readonly FieldName[],
	{
		placeholders = {},
		saveHelp,
	}: {
		/** What stands in an empty field. */
		readonly placeholders?: Partial<Record<FieldName, string>>;
		/** What Enter does, in a sentence. */
		readonly saveHelp: string;
	},
): StepForm {
	const {state, store, tasks} = props;
	const record = openRecord(state);
	const key = draftKey(record?.grant.name, step);
	const list = `form:${step}`;
	const drafts = state.drafts[key];
	const isEditing = names.some(name => drafts?.[name] !== undefined);
	const chosen = chosenOf(state.cursors[list], names.length);
	const fields = names.map(name =>
		grantField(props, step, name, {placeholder: placeholders[name]}),
	);
	const field = fields[chosen];
	const close = () => store.dispatch({type: 'draft-dropped', key});
	function save() {
		const texts = Object.fromEntries(
			names.map(name => [name, textOf(store.getState(), step, name)]),
		);
		const isSame = names.every(name => texts[name] === String(record?.grant[name] ?? ''));
		if (isSame) return close();
		saveForm(props, step, texts, wrong => choose(store, list, names.indexOf(wrong)));
	}
	return {
		fields,
		isEditing,
		chosen,
		open() {
			const [first] = names;
			if (first === undefined) return;
			choose(store, list, 0);
			tasks.keepDraft(step, first, textOf(state, step, first));
		},
		editing: [
			{keys: ['enter'], hint: 'save', help: saveHelp, run: save},
			...(names.length > 1 ? formBindings(store, list, fields) : []),
			{
				keys: ['escape'],
				hint: 'keep as it was',
				help: names.length > 1 ? 'Close the fields' : 'Close the field',
				isKept: true,
				run: close,
			},
		],
		pageForm: isEditing ? {fields, chosen, isOpened: true} : undefined,
		onEdit: isEditing && field ? editorOf(field) : undefined,
		lines: width => formLines(fields, isEditing ? chosen : -1, width),
		footer: width => (isEditing ? fieldFooter(field, width) : []),
	};
}
