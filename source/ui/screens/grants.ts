import type {Overlay} from '../../checklist/state.js';
import {counted} from '../../counted.js';
import {chosenOf, movingIn} from '../choose.js';
import {grantLines} from '../format/grant-lines.js';
import {blank, line} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const list = 'grants';
const why = 'Each grant is one row of ExtraView\u2019s Access Tokens for 3rd Party Email Services.';
const help = `${why} Open one to see its checklist. A copy takes the settings along, but neither secret nor tokens.`;

/** All grants, each with how far it is. */
export function grantsPage(props: PageProps): Page {
	const {state, store, tasks, now, columns} = props;
	const {records, providers} = state;
	const chosen = chosenOf(state.cursors[list], records.length);
	const nameNow = () =>
		records[chosenOf(store.getState().cursors[list], records.length)]?.grant.name;
	const ask = (action: Extract<Overlay, {type: 'ask'}>['action']) => () => {
		const grant = nameNow();
		if (grant === undefined) return;
		store.dispatch({type: 'overlay-opened', overlay: {type: 'ask', action, grant}});
	};
	const add: Binding = {
		keys: ['n'],
		hint: 'new',
		help: 'Add a grant',
		run: () => {
			tasks.openChecklist();
			tasks.openStep('provider');
		},
	};
	const bindings: readonly Binding[] = [
		...(records.length === 0
			? [{...add, keys: ['enter', 'n'], label: 'enter'}]
			: [
					{
						keys: ['enter'],
						hint: 'open',
						help: 'Open the checklist of the chosen grant',
						run: () => tasks.openChecklist(nameNow()),
					},
					...movingIn(store, list, records.length),
					add,
					{
						keys: ['c'],
						hint: 'copy',
						help: 'A new grant with the settings of this one',
						run: ask('copy'),
					},
					{keys: ['r'], hint: 'rename', help: 'Give it another name', run: ask('rename')},
					{
						keys: ['d'],
						hint: 'delete',
						help: 'Delete it, after its name was typed',
						run: ask('delete'),
					},
				]),
		{
			keys: ['q'],
			hint: 'leave',
			help: 'Leave mailgrant; nothing is lost',
			isKept: true,
			run: () => props.leave(),
		},
		{keys: ['escape'], help: 'There is nothing to go back to', run: () => undefined},
	];
	const intro = [...paragraph(why, columns, {tone: 'dim'}), blank];
	return {
		title: 'mailgrant',
		about: [{text: counted(records.length, 'grant')}],
		help,
		lines: [
			...intro,
			...(records.length === 0
				? [line('There is none yet.')]
				: grantLines(records, providers, {chosen, width: columns, now: now()})),
		],
		focus: intro.length + chosen,
		rows: {list, starts: records.map((_, index) => intro.length + index), isMenu: true},
		scroll: 'scroll:grants',
		bindings,
	};
}
