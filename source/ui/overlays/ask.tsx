import {useWindowSize} from 'ink';
import {useState} from 'react';
import type {Overlay} from '../../checklist/state.js';
import {Frame} from '../components/frame.js';
import {type Draft, editText} from '../format/edit-text.js';
import {fieldLine} from '../format/field-line.js';
import {blank} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import type {ScreenProps} from '../screen-props.js';

type Action = Extract<Overlay, {type: 'ask'}>['action'];

const words: Readonly<
	Record<Action, {title: string; text: (name: string) => string; label: string; enter: string}>
> = {
	delete: {
		title: 'Delete',
		text: name =>
			`${name} goes with its settings, its secret and its tokens. This can't be undone. What is registered with the provider stays there. Type the name to delete it.`,
		label: 'Name',
		enter: 'delete',
	},
	rename: {
		title: 'Rename',
		text: name => `${name} gets another name; everything else stays as it is.`,
		label: 'New name',
		enter: 'rename',
	},
	copy: {
		title: 'Copy',
		text: name =>
			`A new grant with the settings of ${name}, but without its secret, its tokens and what was proved.`,
		label: 'Name of the copy',
		enter: 'copy',
	},
};

/** Delete, rename or copy a grant: one sentence, one field. */
export function Ask({
	state,
	store,
	tasks,
	action,
	grant,
}: ScreenProps & {readonly action: Action; readonly grant: string}) {
	const {columns} = useWindowSize();
	const first = {delete: '', rename: grant, copy: `${grant} copy`}[action];
	const [draft, setDraft] = useState<Draft>({text: first, caret: first.length});
	const [problem, setProblem] = useState<string>();
	const verbs = {delete: tasks.deleteGrant, rename: tasks.renameGrant, copy: tasks.copyGrant};
	const {title, text, label, enter} = words[action];
	const lines = [
		...paragraph(text(grant), columns),
		blank,
		fieldLine({label, draft, isFocused: true, width: columns}),
		...(problem ? [blank, ...paragraph(problem, columns, {tone: 'failed'})] : []),
	];
	return (
		<Frame
			state={state}
			store={store}
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
					run: () => setProblem(verbs[action](grant, draft.text)),
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
