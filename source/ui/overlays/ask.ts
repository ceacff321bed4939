import type {AskedAction} from '../../checklist/state.js';
import {editorOf} from '../form/form-bindings.js';
import {formLines} from '../form/form-lines.js';
import {ownField} from '../form/own-field.js';
import {blank, line} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import type {Page, PageProps} from '../page.js';
import {askedOf} from './asked.js';

/** What is done only after something was typed: one sentence, one field. */
export function askPage(
	{state, tasks, columns, own, setOwn}: PageProps,
	{action, grant}: {readonly action: AskedAction; readonly grant: string},
): Page {
	const {title, text, values = [], label, first, enter, run} = askedOf(action, grant, state);
	const field = ownField(
		{own, setOwn},
		{label, help: '', first: {text: first, caret: first.length}},
	);
	const {problem} = own;
	const lines = [
		...paragraph(text, columns),
		...(values.length > 0 ? [blank, ...values.map(value => line(value, 'strong'))] : []),
		blank,
		...formLines([field], 0, columns),
		...(problem ? [blank, ...paragraph(problem, columns, {tone: 'failed'})] : []),
	];
	return {
		title,
		about: [{text: grant}],
		lines,
		scroll: 'scroll:ask',
		notice: state.notice,
		onEdit: editorOf(field),
		form: {fields: [field], chosen: 0, isOpened: true},
		bindings: [
			{
				keys: ['enter'],
				hint: enter,
				help: `${title} it`,
				run() {
					const wrong = run(tasks, field.draft.text);
					setOwn(before => ({...before, problem: wrong}));
				},
			},
			{
				keys: ['escape'],
				hint: 'keep as it is',
				help: 'Close',
				isKept: true,
				run: () => tasks.back(),
			},
		],
	};
}
