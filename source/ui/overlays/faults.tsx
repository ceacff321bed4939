import {useWindowSize} from 'ink';
import {openRecord} from '../../checklist/state.js';
import {choose, chosenOf, movingIn} from '../choose.js';
import {Frame} from '../components/frame.js';
import {faultLines} from '../format/fault-lines.js';
import {line} from '../format/line.js';
import type {Binding} from '../keys.js';
import type {ScreenProps} from '../screen-props.js';

const list = 'faults';
const page = 15;

/** What the practice servers can do wrong; one at a time is switched on. */
export function Faults({state, store, tasks}: ScreenProps) {
	const {columns} = useWindowSize();
	const faults = tasks.practice?.faults ?? [];
	const start = Math.max(
		0,
		faults.findIndex(({id}) => id === state.fault),
	);
	const chosen = chosenOf(state.cursors[list] ?? start, faults.length);
	const {lines, focus} = faultLines(faults, {chosen, current: state.fault, width: columns});
	const chosenNow = () => chosenOf(store.getState().cursors[list] ?? start, faults.length);
	const to = (row: number) => choose(store, list, chosenOf(row, faults.length));
	/** The first of the next group, or of this or the one before. */
	const toGroup = (by: 1 | -1) => {
		const at = chosenNow();
		const firsts = faults.flatMap(({group}, index) =>
			group === faults[index - 1]?.group ? [] : [index],
		);
		to((by > 0 ? firsts.find(first => first > at) : firsts.findLast(first => first < at)) ?? at);
	};
	const isOn = state.fault !== undefined && faults[chosen]?.id === state.fault;
	const bindings: readonly Binding[] = [
		{
			keys: ['enter', 'space'],
			label: 'enter',
			hint: isOn ? 'switch off' : 'switch on',
			help: 'Switch the chosen one on, in place of what was on, or off',
			run() {
				const id = faults[chosenNow()]?.id;
				tasks.practice?.switchFault(id === store.getState().fault ? undefined : id);
			},
		},
		...movingIn(store, list, faults.length, start),
		{
			keys: ['right', 'tab'],
			label: '←→',
			hint: 'group',
			help: 'The next group',
			run: () => toGroup(1),
		},
		{keys: ['left', 'shift+tab'], help: 'The group before', run: () => toGroup(-1)},
		{keys: ['pagedown'], help: 'A page down', run: () => to(chosenNow() + page)},
		{keys: ['pageup'], help: 'A page up', run: () => to(chosenNow() - page)},
		{keys: ['home'], help: 'To the first', run: () => to(0)},
		{keys: ['end'], help: 'To the last', run: () => to(faults.length - 1)},
		...(state.fault === undefined
			? []
			: [
					{
						keys: ['x'],
						hint: 'all well again',
						help: 'Switch off what is on',
						run: () => tasks.practice?.switchFault(undefined),
					},
				]),
		{
			keys: ['escape', 'f', 'q'],
			label: 'esc',
			hint: 'close',
			help: 'Close the list; what is on stays on',
			isKept: true,
			run: () => tasks.back(),
		},
	];
	return (
		<Frame
			state={state}
			store={store}
			tasks={tasks}
			title="Faults"
			about={[{text: openRecord(state)?.grant.name ?? ''}]}
			lines={faults.length > 0 ? lines : [line('There are none here.', 'dim')]}
			focus={focus}
			scroll="scroll:faults"
			notice={state.notice}
			bindings={bindings}
		/>
	);
}
