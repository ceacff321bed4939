import {useWindowSize} from 'ink';
import {openRecord} from '../../checklist/state.js';
import {type StepId, stepNumber} from '../../checklist/step-id.js';
import {stepOf} from '../../checklist/steps.js';
import {failureSheet} from '../../diagnosis/failure-sheet.js';
import {readingEnds} from '../choose.js';
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
	return (
		<Frame
			state={state}
			store={store}
			tasks={tasks}
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
				...readingEnds(store, scroll, lines.length),
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
