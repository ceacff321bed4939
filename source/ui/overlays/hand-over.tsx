import {useWindowSize} from 'ink';
import {useState} from 'react';
import {openRecord} from '../../checklist/state.js';
import {handOver} from '../../extraview/hand-over/hand-over.js';
import {readingEnds} from '../choose.js';
import {Frame} from '../components/frame.js';
import {type Draft, editText} from '../format/edit-text.js';
import {fieldLine} from '../format/field-line.js';
import {type Line, line} from '../format/line.js';
import {sheetLines} from '../format/sheet-lines.js';
import {paragraph} from '../format/wrap.js';
import type {Binding} from '../keys.js';
import type {ScreenProps} from '../screen-props.js';

const scroll = 'scroll:hand-over';
const label = 'Hand-over sheet';

/** The sheet for whoever administers the mail service: read, copied whole, or saved as a file. */
export function HandOver({state, store, tasks}: ScreenProps) {
	const {columns} = useWindowSize();
	const record = openRecord(state);
	const first = `~/${fileName(record?.grant.name ?? '')}`;
	const [draft, setDraft] = useState<Draft>({text: first, caret: first.length});
	const [isNaming, setIsNaming] = useState(false);
	const text = record && handOver(record.grant, state.providers);
	const lines: readonly Line[] =
		text === undefined
			? [line('Name the grant first; then there is something to hand over.', 'dim')]
			: sheetLines(text.trimEnd(), columns);
	const reading: readonly Binding[] = [
		...(text === undefined
			? []
			: [
					{
						keys: ['c'],
						hint: 'copy all',
						help: 'Copy the whole sheet',
						isKept: true as const,
						run: () => tasks.copy(label, text),
					},
					{
						keys: ['s'],
						hint: 'save as file',
						help: 'Save it as a file of this host',
						isKept: true as const,
						run() {
							store.dispatch({type: 'notice-dropped'});
							setIsNaming(true);
						},
					},
				]),
		...readingEnds(store, scroll, lines.length),
		{
			keys: ['escape', 'enter', 'h', 'q'],
			label: 'esc',
			hint: 'close',
			help: 'Close the sheet',
			isKept: true,
			run: () => tasks.back(),
		},
	];
	const naming: readonly Binding[] = [
		{
			keys: ['enter'],
			hint: 'save',
			help: 'Save the sheet there',
			run() {
				if (text !== undefined) tasks.saveText(label, draft.text, text);
				setIsNaming(false);
			},
		},
		{
			keys: ['escape'],
			hint: 'not now',
			help: 'Close the field',
			isKept: true,
			run: () => setIsNaming(false),
		},
	];
	return (
		<Frame
			state={state}
			store={store}
			tasks={tasks}
			title={label}
			about={[{text: record?.grant.name ?? ''}]}
			lines={lines}
			footer={
				isNaming
					? [
							fieldLine({label: 'Save as', draft, isFocused: true, width: columns}),
							...paragraph('A new file of this host. No secret is in the sheet.', columns, {
								tone: 'dim',
							}),
						]
					: []
			}
			scroll={scroll}
			notice={isNaming ? undefined : state.notice}
			bindings={isNaming ? naming : reading}
			onEdit={isNaming ? edit => setDraft(before => editText(before, edit)) : undefined}
		/>
	);
}

/** Of a grant's name only what every file system takes. */
const fileName = (grant: string) =>
	`hand-over-${grant.replace(/[^\p{L}\p{N}@._-]+/gu, '-').slice(0, 60)}.txt`;
