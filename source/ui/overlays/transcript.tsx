import {openRecord} from '../../checklist/state.js';
import {type StepId, stepNumber} from '../../checklist/step-id.js';
import {stepOf} from '../../checklist/steps.js';
import {readingEnds} from '../choose.js';
import {Frame} from '../components/frame.js';
import {type Line, line} from '../format/line.js';
import {transcriptOf} from '../format/reports.js';
import type {ScreenProps} from '../screen-props.js';

const scroll = 'scroll:transcript';

/** The dialogue with the server, line by line; secrets were masked where it was written. */
export function Transcript({state, store, tasks, step}: ScreenProps & {readonly step: StepId}) {
	const {at, lines} = transcriptOf(state.runs[step], openRecord(state)?.evidence[step]);
	const shown: readonly Line[] =
		lines.length > 0
			? lines.map(text => line(text, text.startsWith('C:') ? 'running' : 'plain'))
			: [line('Nothing was said. Transcripts are kept only while mailgrant runs.', 'dim')];
	return (
		<Frame
			state={state}
			store={store}
			tasks={tasks}
			title={`Transcript: ${stepNumber(step)}  ${stepOf(step).title}`}
			about={[{text: at, tone: 'dim'}]}
			lines={shown}
			scroll={scroll}
			bindings={[
				{
					keys: ['escape', 'enter', 't', 'q'],
					label: 'esc',
					hint: 'close',
					help: 'Close the transcript',
					isKept: true,
					run: () => tasks.back(),
				},
				{
					keys: ['c'],
					hint: 'copy all',
					help: 'Copy the whole transcript',
					run: () => tasks.copy('Transcript', lines.join('\n')),
				},
				...readingEnds(store, scroll, lines.length),
			]}
		/>
	);
}
