import {afterEach, beforeAll, expect, test} from 'vitest';
import type {State} from '../../source/checklist/state.js';
import type {AppStore} from '../../source/tasks/tasks.js';
import {isPrintable, labelOf} from '../../source/ui/keys.js';
import {overlayPage} from '../../source/ui/overlays/overlay-page.js';
import type {Page, PageProps} from '../../source/ui/page.js';
import {screenPage} from '../../source/ui/screens/screen-page.js';
import {usualBindings} from '../../source/ui/usual-bindings.js';
import {overlays, views} from '../helpers/every-view.js';
import {now} from '../helpers/named-states.js';
import {openApp, recordingTasks} from '../helpers/open-app.js';
import {paste, press, type} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

/** The page that is drawn, with its list of keys. */
function pageOf(store: AppStore): Page {
	const state = store.getState();
	const props: PageProps = {
		state,
		store,
		tasks: recordingTasks(store).tasks,
		now: () => now,
		columns: 80,
		rows: 24,
		abilities: {hasLinks: false, isUtf8: true},
		labelOf,
		own: {},
		setOwn: () => undefined,
		leave: () => undefined,
	};
	const page = screenPage(props);
	const whole = {...page, bindings: usualBindings(page, props)};
	return state.overlay ? overlayPage(state.overlay, props, whole) : whole;
}

const every = [...views, ...overlays];

test.each(every)(
	'%s: a key means one thing, and none that is typed means another',
	async (_name, state) => {
		const {store} = await openApp(state);
		const {bindings, onEdit} = pageOf(store);
		const keys = bindings.flatMap(binding => binding.keys);
		expect(keys.length, keys.join(' ')).toBe(new Set(keys).size);
		expect(keys).toContain('escape');
		if (onEdit) expect(keys.filter(isPrintable)).toEqual([]);
		// While something runs there may be nothing sensible to begin.
		const isRunning = Object.keys(state.runs).length > 0;
		if (!isRunning) expect(keys).toContain('enter');
	},
);

/** A store that only holds the state. */
const holding = (state: State): AppStore => ({
	getState: () => state,
	dispatch: () => undefined,
	subscribe: () => () => undefined,
});

/** What has rows to choose from, and no field that takes the letters. */
const lists = every.filter(([, state]) => {
	const {onEdit, rows} = pageOf(holding(state));
	return !onEdit && (rows?.starts.length ?? 0) > 1;
});

test.each(lists)('%s: j, k, arrows, Home and End choose a row', async (_name, state) => {
	const {screen, store} = await openApp(state);
	const {rows} = pageOf(store);
	const list = rows?.list ?? '';
	const last = (rows?.starts.length ?? 0) - 1;
	const chosen = () => store.getState().cursors[list];
	await press(screen, 'home');
	expect(chosen()).toBe(0);
	await press(screen, 'j');
	expect(chosen()).toBe(1);
	await press(screen, 'k', 'k');
	expect(chosen()).toBe(0);
	await press(screen, 'down', 'down', 'up');
	expect(chosen()).toBe(Math.min(2, last) - 1);
	await press(screen, 'end');
	expect(chosen()).toBe(last);
	await press(screen, 'j', 'down');
	expect(chosen()).toBe(last);
});

/** Where letters are text at once: the screens with a form, and what asks for a word. */
const forms = every.filter(([, state]) => {
	const {form} = pageOf(holding(state));
	const field = form?.fields[form.chosen];
	return field !== undefined && !field.choices;
});

test.each(forms)('%s: a field is edited as in a shell', async (_name, state) => {
	const {screen} = await openApp(state);
	const label = () => screen.rows().find(row => row.startsWith('› ')) ?? '';
	await press(screen, 'ctrl+e', 'ctrl+u');
	await type(screen, 'one two');
	expect(label()).toMatch(/one two$/);
	await press(screen, 'ctrl+w');
	expect(label()).toMatch(/ one$/);
	await press(screen, 'ctrl+a');
	await type(screen, 'x');
	await press(screen, 'end', 'backspace');
	await type(screen, 'y');
	expect(label()).toMatch(/ xoney$/);
	await press(screen, 'home', 'delete', 'ctrl+e', 'backspace', 'left', 'ctrl+k');
	expect(label()).toMatch(/ on$/);
	await paste(screen, 'e?\n');
	expect(label()).toMatch(/ one\?$/);
	await press(screen, 'ctrl+u');
	expect(label()).not.toMatch(/one/);
});

test('there are fields and lists to try', () => {
	expect(forms.length).toBeGreaterThan(5);
	expect(lists.length).toBeGreaterThan(40);
});
