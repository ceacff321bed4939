import {useWindowSize} from 'ink';
import {Frame} from '../components/frame.js';
import {blank, cell, type Line} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import {type Binding, labelOf} from '../keys.js';
import type {ScreenProps} from '../screen-props.js';
import {terminalBindings} from '../terminal-bindings.js';

type Props = ScreenProps & {
	readonly title: string;
	readonly about?: Line;
	readonly help: string;
	/** Of the screen beneath. */
	readonly bindings: readonly Binding[];
};

const keyWidth = 12;

/** What this screen is for, and every key that it knows. */
export function Help({state, store, tasks, title, about, help, bindings}: Props) {
	const {columns} = useWindowSize();
	const lines = [
		...paragraph(help, columns),
		blank,
		...[...bindings, ...terminalBindings(tasks)].flatMap(binding =>
			paragraph(binding.help, columns, {
				indent: keyWidth,
				first: [cell(labelOf(binding), keyWidth, 'key')],
			}),
		),
		...paragraph('Leave mailgrant; nothing is lost', columns, {
			indent: keyWidth,
			first: [cell('ctrl+c', keyWidth, 'key')],
		}),
	];
	return (
		<Frame
			state={state}
			store={store}
			tasks={tasks}
			title={`Help: ${title}`}
			about={about}
			lines={lines}
			scroll="scroll:help"
			bindings={[
				{
					keys: ['escape', 'enter', '?', 'q', 'ctrl+g'],
					label: 'esc',
					hint: 'close',
					help: 'Close this page',
					isKept: true,
					run: () => tasks.back(),
				},
			]}
		/>
	);
}
