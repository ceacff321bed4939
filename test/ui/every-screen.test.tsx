import stringWidth from 'string-width';
import {afterEach, beforeAll, expect, test} from 'vitest';
import type {State} from '../../source/checklist/state.js';
import {steps} from '../../source/checklist/steps.js';
import {overlays, views} from '../helpers/every-view.js';
import {openApp} from '../helpers/open-app.js';
import {press} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

const sizes = [
	[80, 24],
	[60, 20],
	[40, 12],
	[200, 60],
	[39, 11],
] as const;

test.each([...views, ...overlays])('%s fits every size', async (_name, state) => {
	for (const [columns, rows] of sizes) {
		const {screen} = await openApp(state, {columns, rows});
		const shown = screen.rows();
		expect(shown.length, `${columns}×${rows}`).toBeLessThanOrEqual(rows);
		for (const row of shown) expect(stringWidth(row), row).toBeLessThanOrEqual(columns);
		await screen.unmount();
	}
});

test.each([...views, ...overlays])(
	'%s is drawn in ASCII, as wide as otherwise',
	async (_name, state) => {
		const {screen} = await openApp(state, {isAscii: true});
		const usual = await openApp(state);
		expect(screen.frame()).not.toMatch(/[^\u0000-\u007F]/);
		const widths = (rows: readonly string[]) => rows.slice(0, -1).map(row => stringWidth(row));
		expect(widths(screen.rows())).toEqual(widths(usual.screen.rows()));
	},
);

test.each(views)('%s is shown whole at 80×24', async (_name, state) => {
	const {screen} = await openApp(state);
	expect(screen.frame()).not.toContain('PgDn');
	expect(screen.frame()).not.toContain('PgUp');
});

test.each(views.filter(([name]) => name.startsWith('practice')))(
	'%s says practice in its title',
	async (_name, state) => {
		for (const [columns, rows] of [
			[80, 24],
			[60, 20],
			[40, 12],
		] as const) {
			const {screen} = await openApp(state, {columns, rows});
			expect(screen.rows()[0]).toContain('practice');
			await screen.unmount();
		}
	},
);

test.each(overlays)('%s says practice in its title too', async (_name, state) => {
	const {screen} = await openApp({...state, isPractice: true});
	expect(screen.rows()[0]).toContain('practice');
});

/** Keys as they are written in the hint line, and one of them to press. */
const pressed: Readonly<Record<string, string>> = {
	esc: 'escape',
	'↑↓': 'down',
	'←→': 'right',
	'1 2': '2',
	'1-2': '1',
	'1-6': '1',
};

const hintsOf = (rows: readonly string[]) =>
	(rows.at(-1) ?? '').split(' · ').map(hint => {
		const key = /^(?:1 2|\S+)/.exec(hint)?.[0] ?? '';
		return {key, hint};
	});

test.each(views)('%s: every key of the hint line does something', async (_name, state) => {
	const first = await openApp(state);
	const hints = hintsOf(first.screen.rows());
	expect(hints[0]?.key).toMatch(/^(enter|esc|space|\?)$/);
	expect(hints.some(({hint}) => hint.endsWith(' help'))).toBe(true);
	for (const {key, hint} of hints) {
		const {screen, store, calls} = await openApp(state);
		let hasExited = false;
		screen.exited.then(() => {
			hasExited = true;
		});
		await press(screen, pressed[key] ?? key);
		const isDone = calls.length > 0 || store.getState() !== state || hasExited;
		expect(isDone, hint).toBe(true);
		await screen.unmount();
	}
});

test.each(views)('%s: the help page explains every key of the hint line', async (_name, state) => {
	const {screen, store} = await openApp(state, {rows: 60});
	const hints = hintsOf(screen.rows());
	const isTyping = hints.some(({hint}) => hint === 'ctrl+g help');
	await press(screen, isTyping ? 'ctrl+g' : '?');
	expect(store.getState().overlay).toEqual({type: 'help'});
	for (const {key} of hints) {
		const row = screen.rows().find(text => text.startsWith(`${key} `));
		expect(row?.slice(key.length).trim(), key).toBeTruthy();
	}
});

test.each(views)('%s: Ctrl+C leaves', async (_name, state) => {
	const {screen} = await openApp(state);
	await press(screen, 'ctrl+c');
	await screen.exited;
});

const checklists = views.filter(([name]) => name.endsWith(', checklist'));

test.each(checklists)(
	'%s has all its steps in sight at 60×20, with a notice too',
	async (_name, state) => {
		const noticed: State = {...state, notice: {level: 'fine', text: 'Copied.'}};
		for (const shown of [state, noticed]) {
			const {screen} = await openApp(shown, {columns: 60, rows: 20});
			const numbers = screen.rows().flatMap(row => /^[› ] .{11}(\d+) /.exec(row)?.[1] ?? []);
			expect(numbers).toEqual(steps.map((_, index) => String(index + 1)));
			await screen.unmount();
		}
	},
);

test.each(views)(
	'%s has room at 200×60: nothing scrolls, and only long values are cut',
	async (_name, state) => {
		const {screen} = await openApp(state, {columns: 200, rows: 60});
		expect(screen.frame()).not.toMatch(/PgDn|PgUp/);
		const cut = screen.rows().filter(row => /…$/.test(row));
		expect(cut).toEqual([]);
	},
);

test.each(views)(
	'%s says where one is and what to press, at every size that works',
	async (_name, state) => {
		for (const [columns, rows] of [
			[60, 20],
			[40, 12],
		] as const) {
			const {screen, store} = await openApp(state, {columns, rows});
			const shown = screen.rows();
			const {view} = store.getState();
			if (view.at === 'step') expect(shown[0]).toMatch(/^\d+ {2}\S/);
			expect(shown.at(-1)).toMatch(/help/);
			await screen.unmount();
		}
	},
);
