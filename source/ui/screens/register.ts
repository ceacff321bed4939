import {carriedList, openRecord} from '../../checklist/state.js';
import {stepFor} from '../../checklist/step-for.js';
import {statusOf} from '../../checklist/step-status.js';
import {choose, chosenOf, movingIn} from '../choose.js';
import {actionLines} from '../format/action-lines.js';
import {blank, cutText, type Line, line} from '../format/line.js';
import {type ActionForGrant, portalActions} from '../format/portal-actions.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {goOn} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const list = 'register';

/** Register the application: the portal's walk-through. Enter copies a value that was not copied yet, else ticks the action off. */
export function registerPage(props: PageProps): Page {
	const {state, store, tasks, now, columns} = props;
	const record = openRecord(state);
	const actions = record ? portalActions(record, state.providers) : [];
	// Its cursor is the value of an action that Enter copies next.
	const nextValue = (of: ActionForGrant | undefined) =>
		carriedList('register', record?.grant.name, of?.id);
	const ticks = record?.ticks ?? [];
	const firstOpen = actions.findIndex(({id}) => !ticks.includes(id));
	const chosen = chosenOf(state.cursors[list] ?? Math.max(0, firstOpen), actions.length);
	const action = actions[chosen];
	// By the admin's word all is done, whatever was not ticked.
	const isDone = statusOf('register', record, state.providers).is === 'done';
	const rows = actions.map((each, index) =>
		actionLines(each, {
			isTicked: ticks.includes(each.id),
			isChosen: index === chosen,
			isNext: index === chosen && !isDone,
			width: columns,
		}),
	);
	const isAllTicked = firstOpen === -1;
	const intro = [
		...paragraph(stepFor('register', record).why, columns, {tone: 'dim'}),
		ticksLine(),
		blank,
	];

	const copy = (index: number) => {
		const value = action?.values[index];
		if (value === undefined) return;
		tasks.copy(cutText(value, 40), value);
		choose(store, nextValue(action), Math.max(index + 1, state.cursors[nextValue(action)] ?? 0));
	};
	const bindings: readonly Binding[] = [
		enterBinding(),
		{
			keys: ['space'],
			hint: 'tick',
			help: 'Tick the action off, or take the tick back',
			run: () => action && tasks.tick(action.id),
		},
		...(action && action.values.length > 0
			? [
					{
						keys: ['c', '1'],
						label: 'c',
						hint: 'copy',
						help: 'Copy the value of the chosen action',
						run: () => copy(0),
					},
				]
			: []),
		...(action && action.values.length > 1
			? [
					{
						keys: action.values.slice(1).map((_, index) => String(index + 2)),
						label: action.values.length > 2 ? `2-${action.values.length}` : '2',
						hint: 'copy others',
						help: 'Copy its other values',
						run: (key: string) => copy(Number(key) - 1),
					},
				]
			: []),
		...movingIn(store, list, actions.length, chosen),
		{
			keys: ['y'],
			hint: 'say all done',
			help: 'Say that the application is registered, or take it back',
			run: () => tasks.say('register'),
		},
		...(action?.values[0] === undefined
			? []
			: [
					{
						keys: ['v'],
						help: 'Show the value alone, for the mouse to select',
						run: () => tasks.showAlone(action.text, action.values[0] ?? ''),
					},
				]),
	];
	return {
		title: stepTitle('register', record),
		about: aboutOf(state),
		help: stepFor('register', record).help,
		lines: [
			...intro,
			...rows.flat(),
			...(actions.length === 0 ? [line('Nothing is to be done here.')] : []),
		],
		rows: {
			list,
			starts: rows.map((_, index) => intro.length + rows.slice(0, index).flat().length),
		},
		focus: intro.length + rows.slice(0, chosen + 1).flat().length - 1,
		scroll: 'scroll:register',
		bindings,
	};

	function ticksLine(): Line {
		if (statusOf('register', record, state.providers).is !== 'needs you') {
			return statusLine(state, 'register', now());
		}
		const ticked = actions.filter(({id}) => ticks.includes(id)).length;
		return line(`${ticked} of ${actions.length} done`);
	}

	function enterBinding(): Binding {
		if (isDone) return goOn('register', props);
		if (isAllTicked || !action) {
			return {
				keys: ['enter'],
				hint: 'all done',
				help: 'Say that the application is registered',
				run: () => tasks.say('register'),
			};
		}
		const value = state.cursors[nextValue(action)] ?? 0;
		const isTicked = ticks.includes(action.id);
		if (!isTicked && value < action.values.length) {
			return {
				keys: ['enter'],
				hint: 'copy',
				help: 'Copy the next value; when all are copied, tick the action off and go to the next',
				run: () => copy(value),
			};
		}
		const following = actions.findIndex(({id}, index) => index > chosen && !ticks.includes(id));
		const goal =
			following === -1
				? actions.findIndex(({id}) => id !== action.id && !ticks.includes(id))
				: following;
		return {
			keys: ['enter'],
			hint: isTicked ? 'next' : 'tick, next',
			help: 'Copy the next value; when all are copied, tick the action off and go to the next',
			run() {
				if (!isTicked) tasks.tick(action.id);
				choose(store, list, goal === -1 ? chosen : goal);
			},
		};
	}
}
