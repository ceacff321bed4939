import {expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import type {State} from '../../source/checklist/state.js';
import {createStore} from '../../source/checklist/store.js';
import {pageChoices} from '../../source/plain/page-choices.js';
import {createPages} from '../../source/plain/pages.js';
import {createPrinter} from '../../source/plain/printer.js';
import type {Talk} from '../../source/plain/talk.js';
import {createTeller} from '../../source/plain/teller.js';
import type {AppStore} from '../../source/tasks/tasks.js';
import {overlays, views} from '../helpers/every-view.js';
import {now} from '../helpers/named-states.js';
import {recordingTasks} from '../helpers/open-app.js';

function open(state: State) {
	const store: AppStore = createStore(reducer, state);
	const {tasks} = recordingTasks(store);
	const nothing = () => undefined;
	const pages = createPages({
		store,
		tasks,
		now: () => now,
		columns: 80,
		abilities: {hasLinks: false, isUtf8: true},
		leave: nothing,
		onChange: nothing,
	});
	let text = '';
	const printer = createPrinter(
		more => {
			text += more;
		},
		{isAscii: false},
	);
	const teller = createTeller({
		pages,
		printer,
		getState: store.getState,
		columns: 80,
		later: nothing,
	});
	return {store, pages, teller, printed: () => text};
}

test.each([...views, ...overlays])(
	'%s is printed without anything that moves a cursor',
	(_name, state) => {
		const {teller, printed} = open(state);
		teller.tell();
		expect(printed()).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]|\u202E/);
		expect(printed()).not.toMatch(/^› |\(\d+ chars\)|PgDn/m);
		const before = printed();
		teller.tell();
		expect(printed(), 'nothing is told twice').toBe(before);
	},
);

test.each([...views, ...overlays])('%s: nothing that is typed means two things', (_name, state) => {
	const {pages} = open(state);
	const {page} = pages.current();
	const choices = pageChoices(page, {} as Talk);
	const typed = choices.flatMap(choice => choice.typed);
	expect(new Set(typed).size, typed.join()).toBe(typed.length);
	if (page.form?.isOpened) return;
	expect(typed.some(word => word === '?' || word === '.' || word === '')).toBe(true);
	for (const {label, hint} of choices) {
		if (hint !== undefined) expect(label).toMatch(/^(?:Enter|space|\S{1,3}|\d \d)$/);
	}
});

test('what changes is told alone', () => {
	const [, state] = views.find(([name]) => name === 'registered, checklist') ?? [];
	if (!state) throw new Error('There is no such view.');
	const {store, teller, printed} = open(state);
	teller.tell();
	const before = printed().length;
	store.dispatch({type: 'noticed', notice: {level: 'fine', text: 'Done.', nextSteps: ['Go on.']}});
	teller.tell();
	expect(printed().slice(before)).toBe('Done.\n  Go on.\n');
});
