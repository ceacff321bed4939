import type {SenderFinding} from '../checklist/report.js';
import {openRecord} from '../checklist/state.js';
import {statusOf} from '../checklist/step-status.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import {movingIn} from './choose.js';
import {checkBindings, goOn} from './go-on.js';
import type {Binding} from './keys.js';
import type {ScreenProps} from './screen-props.js';

const id = 'senders';

/** The keys of the From addresses. Enter opens the fields while some are missing, sends, and goes on when all may be used. */
export function sendersBindings(
	props: ScreenProps,
	{
		rows,
		chosen,
		list,
		diagnosis,
		isPartly,
		openForm,
	}: {
		readonly rows: readonly SenderFinding[];
		readonly chosen: number;
		/** Name of the list. */
		readonly list: string;
		/** What kept all from being tried. */
		readonly diagnosis: Diagnosis | undefined;
		/** All that were entered may be used, and some are not entered. */
		readonly isPartly: boolean;
		readonly openForm: () => void;
	},
): readonly Binding[] {
	const {state, store, tasks} = props;
	const {is} = statusOf(id, openRecord(state), state.providers);
	const isRunning = state.runs[id] !== undefined;
	const moving = rows.length > 1 ? movingIn(store, list, rows.length, chosen) : [];
	if (is === 'left out' || is === 'waiting') return [goOn(id, props)];
	if (isRunning) return moving;
	const again = () => tasks.run(id);
	const isEntering = rows.length === 0 || isPartly;
	return [
		...(isEntering ? [entering(true)] : []),
		...(tasks.practice && rows.length < 2 ? [practising(tasks.practice)] : []),
		...tryBindings(),
		...(isEntering ? [] : [entering(false)]),
		...moving,
		...repairBindings(),
		...(isPartly || is === 'done'
			? [
					{
						keys: ['y'],
						...(isPartly ? {hint: 'no others'} : {}),
						help: 'Say that ExtraView sends as no other address, or take it back',
						run: () => tasks.say(id),
					},
				]
			: []),
	];

	function entering(isFirst: boolean): Binding {
		return {
			keys: isFirst ? ['enter', 'e'] : ['e'],
			label: isFirst ? 'enter' : 'e',
			hint: isFirst ? 'type addresses' : 'addresses',
			help: 'Enter what the behavior settings hold, and who gets the messages',
			run: openForm,
		};
	}

	function tryBindings(): readonly Binding[] {
		if (rows.length === 0) return [];
		const help = 'Send a message from each once more';
		if (isPartly) return [{keys: ['r'], hint: 'try again', help, run: again}];
		if (is === 'failed' && !diagnosis) {
			return [{keys: ['enter', 'r'], label: 'enter', hint: 'try again', help, run: again}];
		}
		return checkBindings(id, props, diagnosis, {start: 'send from each', again: 'try again'});
	}

	function repairBindings(): readonly Binding[] {
		const repair = diagnosis ? [] : (rows[chosen]?.repair.slice(0, 9) ?? []);
		if (repair.length === 0) return [];
		return [
			{
				keys: repair.map((_, index) => String(index + 1)),
				label: repair.length > 1 ? `1-${repair.length}` : '1',
				hint: 'copy',
				help: 'Copy that line of the repair',
				run: key => tasks.copy(`Line ${key}`, repair[Number(key) - 1] ?? ''),
			},
		];
	}
}

const practising = (practice: NonNullable<ScreenProps['tasks']['practice']>): Binding => ({
	keys: ['p'],
	hint: 'practice addresses',
	help: 'Practice: enter what the settings of the practice instance hold',
	run: () => practice.fillStep(id),
});
