import stringWidth from 'string-width';
import {afterEach, beforeAll, expect, test} from 'vitest';
import type {State} from '../../source/checklist/state.js';
import {steps} from '../../source/checklist/steps.js';
import {atStep, namedStates} from '../helpers/named-states.js';
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

/** Every screen of every named state. */
const views = Object.entries(namedStates).flatMap(([name, state]): [string, State][] =>
	state.view.at === 'grants'
		? [[name, state]]
		: [
				[`${name}, checklist`, state],
				...steps.map(({id}): [string, State] => [`${name}, ${id}`, atStep(state, id)]),
			],
);

const hostile = `\u001B[2J${'邮件'.repeat(60)}\n\u0007 ${'x'.repeat(300)}`;
const record = namedStates.complete.records[0];
const overlays: readonly [string, State][] = [
	['help', {...namedStates.registered, overlay: {type: 'help'}}],
	[
		'transcript',
		{...atStep(namedStates.complete, 'incoming'), overlay: {type: 'transcript', step: 'incoming'}},
	],
	[
		'sheet',
		{...atStep(namedStates['mail-failed'], 'incoming'), overlay: {type: 'sheet', step: 'incoming'}},
	],
	[
		'QR code',
		{...atStep(namedStates['signing-in'], 'sign-in'), overlay: {type: 'qr', of: 'sign-in'}},
	],
	['hand-over', {...namedStates.registered, overlay: {type: 'hand-over'}}],
	['faults', {...namedStates['practice-complete'], overlay: {type: 'faults'}}],
	[
		'faults, one on',
		{
			...namedStates['practice-complete'],
			overlay: {type: 'faults'},
			fault: 'exo-smtp-tenant-disabled',
		},
	],
	...(['delete', 'rename', 'copy'] as const).map((action): [string, State] => [
		action,
		{
			...namedStates['several-grants'],
			overlay: {type: 'ask', action, grant: record?.grant.name ?? ''},
		},
	]),
	...(['apply-mounts', 'reload-web-server', 'pass-web-server'] as const).map(
		(action): [string, State] => [
			action,
			{
				...atStep(namedStates['mounts-missing'], 'web-server'),
				overlay: {type: 'ask', action, grant: record?.grant.name ?? ''},
			},
		],
	),
	...(['difference', 'template'] as const).map((show): [string, State] => [
		show,
		{
			...atStep(namedStates['senders-failed'], 'evmail'),
			overlay: {type: 'properties', show, task: 'evmail'},
		},
	]),
	[
		'notice',
		{
			...atStep(namedStates['signing-in'], 'sign-in'),
			notice: {level: 'trouble', text: hostile, nextSteps: [hostile, hostile]},
		},
	],
];

test.each([...views, ...overlays])('%s fits every size', async (_name, state) => {
	for (const [columns, rows] of sizes) {
		const {screen} = await openApp(state, {columns, rows});
		const shown = screen.rows();
		expect(shown.length, `${columns}×${rows}`).toBeLessThanOrEqual(rows);
		for (const row of shown) expect(stringWidth(row), row).toBeLessThanOrEqual(columns);
		await screen.unmount();
	}
});

test.each(views)('%s is shown whole at 80×24', async (name, state) => {
	const {screen} = await openApp(state);
	// The portal's walk-through is longer than a screen by its nature, and scrolls around its cursor.
	if (!name.includes('register')) expect(screen.frame()).not.toContain('PgDn');
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
