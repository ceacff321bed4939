import {openRecord} from '../checklist/state.js';
import {isStepId, type StepId, stepNumber} from '../checklist/step-id.js';
import {isPassed, nextStep, statusOf} from '../checklist/step-status.js';
import {stepOf} from '../checklist/steps.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import {failureSheet} from '../diagnosis/failure-sheet.js';
import {transcriptOf} from './format/reports.js';
import type {Binding} from './keys.js';
import type {ScreenProps} from './screen-props.js';

/** Enter where a step is done: on to the next one that needs somebody, or back to the list when none does. */
export function goOn(id: StepId, {state, tasks}: ScreenProps): Binding {
	const record = openRecord(state);
	const blocker = stepOf(id).after.find(
		other => !isPassed(statusOf(other, record, state.providers)),
	);
	if (blocker) {
		return {
			keys: ['enter'],
			hint: `open ${stepNumber(blocker)}`,
			help: 'Open the step that comes first',
			run: () => tasks.openStep(blocker),
		};
	}
	const next = nextStep(record, state.providers);
	if (next === undefined || next === id || !isPassed(statusOf(id, record, state.providers))) {
		return {
			keys: ['enter'],
			hint: 'checklist',
			help: 'Back to the checklist',
			run: () => tasks.back(),
		};
	}
	return {
		keys: ['enter'],
		hint: `go on to ${stepNumber(next)}`,
		help: `Open step ${stepNumber(next)}`,
		run: () => tasks.openStep(next),
	};
}

/** The keys of a step that is checked: while it runs, when it failed, when it is done, before it began. */
export function checkBindings(
	id: StepId,
	props: ScreenProps,
	diagnosis: Diagnosis | undefined,
	{
		start = 'check',
		again = 'again',
		repair,
		hasOwnCopy = false,
	}: {
		readonly start?: string;
		readonly again?: string;
		/** What Enter does where it failed and the repair is made right here. */
		readonly repair?: Binding;
		/** The screen has something else for the copy key. */
		readonly hasOwnCopy?: boolean;
	} = {},
): readonly Binding[] {
	const {state, tasks} = props;
	if (state.runs[id]) return [];
	const run = () => tasks.run(id);
	const {is} = statusOf(id, openRecord(state), state.providers);
	if (is === 'failed' && diagnosis) {
		return repairBindings(id, props, diagnosis, {repair, hasOwnCopy});
	}
	if (is === 'done') {
		return [goOn(id, props), {keys: ['r'], hint: again, help: 'Do it once more', run}];
	}
	if (is === 'waiting' || is === 'left out') return [goOn(id, props)];
	return [{keys: ['enter', 'r'], label: 'enter', hint: start, help: 'Start it', run}];
}

/** The key that opens the dialogue with the server, from its beginning, where there was one. */
export function transcriptBindings(id: StepId, {state, store}: ScreenProps): readonly Binding[] {
	const {lines} = transcriptOf(state.runs[id], openRecord(state)?.evidence[id]);
	if (lines.length === 0) return [];
	return [
		{
			keys: ['t'],
			hint: 'transcript',
			help: 'The dialogue with the server, secrets masked',
			run() {
				store.dispatch({type: 'cursor-moved', list: 'scroll:transcript', to: 0});
				store.dispatch({type: 'overlay-opened', overlay: {type: 'transcript', step: id}});
			},
		},
	];
}

/** The keys of a failure: where the repair is made, once more, and each line of the repair. */
function repairBindings(
	id: StepId,
	props: ScreenProps,
	diagnosis: Diagnosis,
	{repair, hasOwnCopy}: {readonly repair: Binding | undefined; readonly hasOwnCopy: boolean},
): readonly Binding[] {
	const {state, tasks} = props;
	const {see, step: goal} = diagnosis;
	const record = openRecord(state);
	const sheet = record && failureSheet(record, id, state.providers);
	const place = !repair && isStepId(goal) && goal !== id ? goal : undefined;
	const isElsewhere = repair !== undefined || place !== undefined;
	const again: Binding = {
		keys: isElsewhere ? ['r'] : ['enter', 'r'],
		label: isElsewhere ? 'r' : 'enter',
		hint: 'again',
		help: 'Check once more',
		run: () => tasks.run(id),
	};
	const fix = diagnosis.fix.slice(0, 9);
	return [
		...(repair ? [repair] : []),
		...(place
			? [
					{
						keys: ['enter'],
						hint: `step ${stepNumber(place)}`,
						help: `Go to step ${stepNumber(place)}, where the repair is made`,
						run: () => tasks.openStep(place),
					},
				]
			: []),
		again,
		...(fix.length === 0
			? []
			: [
					{
						keys: fix.map((_, index) => String(index + 1)),
						label: fix.length > 1 ? `1-${fix.length}` : '1',
						hint: 'copy',
						help: 'Copy that line of the repair',
						run: (key: string) => tasks.copy(`Line ${key}`, fix[Number(key) - 1] ?? ''),
					},
				]),
		...(sheet === undefined || hasOwnCopy
			? []
			: [
					{
						keys: ['c'],
						help: 'Copy all of it, as the sheet has it',
						run: () => tasks.copy('Sheet to hand over', sheet),
					},
				]),
		sheetBinding(id, props, 'h'),
		...(see === undefined
			? []
			: [
					{keys: ['u'], help: 'Copy the address to read on', run: () => tasks.copy('Address', see)},
				]),
	];
}

/** The key that opens a failed step as a sheet to hand over, from its beginning. */
export function sheetBinding(id: StepId, {store}: ScreenProps, key: string): Binding {
	return {
		keys: [key],
		hint: 'sheet',
		help: 'All of it as a sheet, to hand over to whoever can repair it',
		run() {
			store.dispatch({type: 'cursor-moved', list: 'scroll:sheet', to: 0});
			store.dispatch({type: 'overlay-opened', overlay: {type: 'sheet', step: id}});
		},
	};
}
