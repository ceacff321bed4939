import type {StepId} from '../../checklist/step-id.js';
import {fields} from '../../fields.js';
import type {FieldName} from '../../grant.js';
import type {ScreenProps} from '../screen-props.js';

/** Saves the texts; when one is refused, says so and puts the cursor there. Gives whether all were saved. */
export function saveForm(
	{store, tasks}: ScreenProps,
	step: StepId,
	texts: Partial<Record<FieldName, string>>,
	goTo: (field: FieldName) => void,
): boolean {
	const errors = tasks.saveFields(step, texts);
	const [wrong] = (Object.keys(texts) as FieldName[]).filter(name => errors[name]);
	if (!wrong) return Object.keys(errors).length === 0;
	goTo(wrong);
	store.dispatch({
		type: 'noticed',
		notice: {level: 'trouble', text: `${fields[wrong].label}: ${errors[wrong]}`},
	});
	return false;
}
