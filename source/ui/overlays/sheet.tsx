import {useWindowSize} from 'ink';
import {openRecord} from '../../checklist/state.js';
import {type StepId, stepNumber, stepOf} from '../../checklist/steps.js';
import {failureSheet} from '../../diagnosis/failure-sheet.js';
import {Frame} from '../components/frame.js';
import {type Line, line} from '../format/line.js';
import {sheetLines} from '../format/sheet-lines.js';
import type {ScreenProps} from '../screen-props.js';

const scroll = 'scroll:sheet';

/** A failed step as text for whoever can repair it; copied whole and unwrapped. */
export function Sheet({state, store, tasks, step}: ScreenProps & {readonly step: StepId}) {
	const {columns} = useWindowSize();
	const record = openRecord(state);
	const text = record && failureSheet(record, step, state.providers);
	const lines: readonly Line[] =
		text === undefined
			? [line('This step has not failed; there is nothing to hand over.', 'dim')]
			: sheetLines(text, columns);
	const to = (row: number) => store.dispatch({type: 'cursor-moved', list: scroll, to: row});
	return (
		<Frame
			state={state}
			store={store}
			title={`To hand over: ${stepNumber(step)}  ${stepOf(step).title}`}
			lines={lines}
			scroll={scroll}
			notice={state.notice}
			bindings={[
				...(text === undefined
					? []
					: [
							{
								keys: ['c'],
								hint: 'copy all',
								help: 'Copy the whole sheet',
								isKept: true as const,
								run: () => tasks.copy('Sheet to hand over', text),
							},
						]),
				{keys: ['home', 'g'], hint: 'beginning', help: 'To the beginning', run: () => to(0)},
				{keys: ['end', 'G'], hint: 'end', help: 'To the end', run: () => to(lines.length)},
				{
					keys: ['escape', 'enter', 'h', 'q', 'ctrl+t'],
					label: 'esc',
					hint: 'close',
					help: 'Close the sheet',
					isKept: true,
					run: () => tasks.back(),
				},
			]}
		/>
	);
}
