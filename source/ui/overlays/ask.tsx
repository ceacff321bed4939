import {useWindowSize} from 'ink';
import {useState} from 'react';
import type {AskedAction} from '../../checklist/state.js';
import {Frame} from '../components/frame.js';
import {type Draft, editText} from '../format/edit-text.js';
import {fieldLine} from '../format/field-line.js';
import {blank, line} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import type {ScreenProps} from '../screen-props.js';
import {askedOf} from './asked.js';

/** What is done only after something was typed: one sentence, one field. */
export function Ask({
	state,
	store,
	tasks,
	action,
	grant,
}: ScreenProps & {readonly action: AskedAction; readonly grant: string}) {
	const {columns} = useWindowSize();
	const {title, text, values = [], label, first, enter, run} = askedOf(action, grant, state);
	const [draft, setDraft] = useState<Draft>({text: first, caret: first.length});
	const [problem, setProblem] = useState<string>();
	const lines = [
		...paragraph(text, columns),
		...(values.length > 0 ? [blank, ...values.map(value => line(value, 'strong'))] : []),
		blank,
		fieldLine({label, draft, isFocused: true, width: columns}),
		...(problem ? [blank, ...paragraph(problem, columns, {tone: 'failed'})] : []),
	];
	return (
		<Frame
			state={state}
			store={store}
			tasks={tasks}
			title={title}
			about={[{text: grant}]}
			lines={lines}
			scroll="scroll:ask"
			notice={state.notice}
			onEdit={edit => {
				setProblem(undefined);
				setDraft(before => editText(before, edit));
			}}
			bindings={[
				{
					keys: ['enter'],
					hint: enter,
					help: `${title} it`,
					run: () => setProblem(run(tasks, draft.text)),
				},
				{
					keys: ['escape'],
					hint: 'keep as it is',
					help: 'Close',
					isKept: true,
					run: () => tasks.back(),
				},
			]}
		/>
	);
}
