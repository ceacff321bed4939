import {endingsOf} from '../../calendar/endings-of.js';
import {draftKey, openRecord} from '../../checklist/state.js';
import {stepNumber} from '../../checklist/step-id.js';
import {isPassed, nextStep, progressOf, statusOf} from '../../checklist/step-status.js';
import {freeChecks, steps} from '../../checklist/steps.js';
import {choose, chosenOf, movingIn} from '../choose.js';
import {checklistLines, chosenStepLines} from '../format/checklist-lines.js';
import {warningLines} from '../format/ending-lines.js';
import {blank, type Line} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const help =
	'A mailbox is ready when every step is done. Open one after the other; what waits says for which. A step that is done was proved, with what and when; what was proved for other values than today\u2019s is stale and is to be checked again.';

/** All steps of one grant, each with what is true of it. */
export function checklistPage(props: PageProps): Page {
	const {state, store, tasks, now, columns} = props;
	const record = openRecord(state);
	const {providers, records} = state;
	const next = nextStep(record, providers);
	const list = `checklist:${draftKey(record?.grant.name, 'provider')}`;
	const start = steps.findIndex(({id}) => id === next);
	const chosen = chosenOf(state.cursors[list] ?? Math.max(0, start), steps.length);
	const id = steps[chosen]?.id ?? 'provider';
	const {done, of} = progressOf(record, providers);
	const hasOthers = records.length > 0;

	const chosenNow = () => steps[chosenOf(store.getState().cursors[list] ?? chosen, steps.length)];
	const bindings: readonly Binding[] = [
		{
			keys: ['enter'],
			hint: `open ${stepNumber(id)}`,
			help: 'Open the chosen step',
			run: () => tasks.openStep(chosenNow()?.id ?? id),
		},
		...movingIn(store, list, steps.length, chosen),
		...(record
			? [
					{
						keys: ['r'],
						hint: 'checks',
						help: `Run the checks that change nothing: steps ${freeChecks.map(stepNumber).join(', ')}`,
						run: () => tasks.runAll(),
					},
					{
						keys: ['h'],
						hint: 'hand over',
						help: 'What is to be done by whoever administers the mail service, as a sheet without secrets',
						run() {
							choose(store, 'scroll:hand-over', 0);
							store.dispatch({type: 'overlay-opened', overlay: {type: 'hand-over'}});
						},
					},
				]
			: []),
		...(hasOthers
			? [
					{
						keys: ['g'],
						label: 'g',
						hint: 'grants',
						help: 'All grants; there you also add, copy, rename and delete',
						run: () => tasks.openGrants(),
					},
				]
			: [{keys: ['escape'], help: 'There is nothing to go back to', run: () => undefined}]),
		...(state.isPractice ? [faultsBinding(store)] : []),
		{
			keys: ['q'],
			hint: 'leave',
			help: 'Leave mailgrant; nothing is lost',
			isKept: true,
			run: () => props.leave(),
		},
	];
	const warnings = record ? warningLines(endingsOf(record, providers), columns, now()) : [];
	const lines: readonly Line[] = [
		...checklistLines(state, record, chosen, columns, now()),
		...(warnings.length > 0 ? [blank, ...warnings] : []),
	];
	return {
		title: `mailgrant   ${record ? record.grant.name : 'a new grant'}`,
		about: [
			...(record ? [{text: `${aboutText(state)}   `}] : []),
			{text: `${done} of ${of} done`, tone: done === of ? 'done' : 'plain'},
		],
		help,
		lines,
		extras: [
			[
				...(warnings.length > 0 ? [] : [blank]),
				...chosenStepLines(state, record, id, columns, now()),
			],
			handOverLine(),
		],
		focus: chosen,
		rows: {list, starts: steps.map((_, index) => index), isMenu: true, isNumbered: true},
		scroll: `scroll:${list}`,
		bindings,
	};

	function handOverLine(): readonly Line[] {
		if (!record || isPassed(statusOf('register', record, providers))) return [];
		return [blank, ...paragraph(whoElse, columns)];
	}
}

const whoElse = 'Somebody else has the rights in the portal? h opens a sheet to hand over.';

const faultsBinding = (store: PageProps['store']): Binding => ({
	keys: ['f'],
	hint: 'faults',
	isKept: true,
	help: 'Let the practice servers do something wrong, to see what that looks like',
	run: () => store.dispatch({type: 'overlay-opened', overlay: {type: 'faults'}}),
});

const aboutText = (state: PageProps['state']) => {
	const record = openRecord(state);
	return record ? state.providers[record.grant.provider].label : '';
};
