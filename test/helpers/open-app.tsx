import {reducer} from '../../source/checklist/reducer.js';
import {draftKey, openRecord, type State} from '../../source/checklist/state.js';
import {createStore} from '../../source/checklist/store.js';
import {catalogue} from '../../source/diagnosis/catalogue/catalogue.js';
import {listedFaults} from '../../source/diagnosis/listed-faults.js';
import type {AppStore, Tasks} from '../../source/tasks/tasks.js';
import {App} from '../../source/ui/app.js';
import {now} from './named-states.js';
import {render, type Screen} from './render.js';

export type Called = readonly [verb: string, ...arguments_: readonly unknown[]];

export type OpenApp = {
	readonly screen: Screen;
	readonly store: AppStore;
	readonly calls: readonly Called[];
	readonly tasks: Tasks;
};

/** The whole app over the real reducer; tasks only keep what they were asked for, but drafts and Esc, which the frame shows. */
export async function openApp(
	state: State,
	{
		columns,
		rows,
		isAscii = false,
		isScreenReader,
		answers = {},
	}: {
		readonly columns?: number;
		readonly rows?: number;
		readonly isAscii?: boolean;
		readonly isScreenReader?: boolean;
		readonly answers?: Partial<Tasks>;
	} = {},
): Promise<OpenApp> {
	const store: AppStore = createStore(reducer, state);
	const {calls, tasks} = recordingTasks(store, answers);
	const screen = await render(
		<App store={store} tasks={tasks} now={() => now} manner={{isAscii, isColourless: false}} />,
		{columns, rows, isScreenReader},
	);
	return {screen, store, calls, tasks};
}

export function recordingTasks(store: AppStore, answers: Partial<Tasks> = {}) {
	const calls: Called[] = [];
	const done: Partial<Tasks> = {
		saveFields: () => ({}),
		keepDraft(step, field, text) {
			const key = draftKey(openRecord(store.getState())?.grant.name, step);
			store.dispatch({type: 'draft-changed', key, field, text});
		},
		back: () => store.dispatch({type: 'overlay-closed'}),
		...answers,
	};
	const practice = store.getState().isPractice
		? recorded<NonNullable<Tasks['practice']>>('practice.', {
				portalPage: 'Application (client) ID: …',
				mailbox: 'evmail@practice.example',
				faults: listedFaults(catalogue.map(({id}) => id)),
			})
		: undefined;
	const tasks = recorded<Tasks>('', {...done, practice});
	return {calls: calls as readonly Called[], tasks};

	function recorded<Target extends object>(prefix: string, known: Partial<Target>): Target {
		return new Proxy(known as Target, {
			get(target, name) {
				const value: unknown = Reflect.get(target, name);
				if (typeof value !== 'function' && (value !== undefined || name === 'practice'))
					return value;
				return (...arguments_: readonly unknown[]) => {
					calls.push([prefix + String(name), ...arguments_]);
					return typeof value === 'function' ? value(...arguments_) : undefined;
				};
			},
		});
	}
}
