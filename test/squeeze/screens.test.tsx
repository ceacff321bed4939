import {render} from 'ink';
import {act} from 'react';
import {beforeAll, expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import type {Event, State} from '../../source/checklist/state.js';
import {steps} from '../../source/checklist/steps.js';
import {squeeze} from '../../source/squeeze/squeeze.js';
import {App} from '../../source/ui/app.js';
import {AbilitiesContext} from '../../source/ui/components/abilities.js';
import {openModel} from '../helpers/model.js';
import {atStep, namedStates, now} from '../helpers/named-states.js';
import {recordingTasks} from '../helpers/open-app.js';
import {Stdin} from '../helpers/render.js';
import {createSink, settled} from '../helpers/sink.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});

const wide = `\u001B[2J${'邮件'.repeat(60)} e\u0301 ${'x'.repeat(300)}`;
/** Every screen of every named state, one after the other. */
const views: readonly State[] = Object.values<State>(namedStates).flatMap(state => [
	state,
	...(state.view.at === 'grants' ? [] : steps.map(({id}) => atStep(state, id))),
	{...state, overlay: {type: 'help'}} satisfies State,
	{...state, overlay: {type: 'qr', of: 'sign-in'}} satisfies State,
	{...state, notice: {level: 'trouble', text: wide, nextSteps: [wide]}} satisfies State,
]);

/** The whole program on a stream, of which the state is set from outside. */
async function open(columns: number, rows: number) {
	const listeners = new Set<() => void>();
	let state: State = namedStates.fresh;
	const store = {
		getState: () => state,
		dispatch: (event: Event) => set(reducer(state, event)),
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
	function set(next: State) {
		state = next;
		for (const listener of listeners) listener();
	}
	const {tasks} = recordingTasks(store);
	const sink = createSink(columns, rows);
	const squeezed = squeeze(sink);
	let sent = '';
	const stdin = new Stdin();
	const stdout = Object.create(squeezed, {
		write: {
			value(text: string, written?: () => void) {
				sent += text;
				return squeezed.write(text, written);
			},
		},
	});
	const {unmount} = await act(async () =>
		render(
			<AbilitiesContext value={{hasLinks: true, isUtf8: true}}>
				<App store={store} tasks={tasks} now={() => now} />
			</AbilitiesContext>,
			{
				stdout,
				stdin: stdin as unknown as NodeJS.ReadStream,
				stderr: stdout,
				interactive: true,
				alternateScreen: true,
				incrementalRendering: true,
				maxFps: 1000,
				exitOnCtrlC: false,
				patchConsole: false,
			},
		),
	);
	const plain = openModel(columns, rows, {isLine: true});
	const shown = openModel(columns, rows);
	return {
		/** What Ink sent and what came out, and the pictures of both. */
		async look() {
			await act(async () => {
				await new Promise(resolve => setImmediate(resolve));
			});
			await settled(squeezed);
			const before = sent;
			const after = sink.take();
			sent = '';
			await plain.write(before);
			await shown.write(after);
			return {before, after, wanted: plain.picture(), picture: shown.picture()};
		},
		show: (next: State) => act(async () => set(next)),
		type: (bytes: string) => act(async () => stdin.write(bytes)),
		resize: (newColumns: number, newRows: number) =>
			act(async () => {
				plain.resize(newColumns, newRows);
				shown.resize(newColumns, newRows);
				sink.resize(newColumns, newRows);
			}),
		async close() {
			await act(async () => unmount());
			squeezed.close();
			plain.close();
			shown.close();
		},
	};
}

test.each([
	[80, 24],
	[100, 30],
	[40, 12],
	[39, 11],
])('every screen comes out as Ink drew it, with fewer bytes, at %i×%i', async (columns, rows) => {
	const app = await open(columns, rows);
	let [before, after] = [0, 0];
	// At the usual size back as well, so that each change is seen from two sides.
	for (const state of columns === 80 ? [...views, ...views.toReversed()] : views) {
		await app.show(state);
		const look = await app.look();
		expect(look.picture).toBe(look.wanted);
		before += look.before.length;
		after += look.after.length;
	}
	expect(after).toBeLessThan(before);
	await app.close();
});

test('a key in a field costs a byte, and few where a sentence about it changes too', async () => {
	const app = await open(100, 30);
	await app.show(atStep(namedStates.fresh, 'provider'));
	await app.look();
	await app.type('n');
	await app.look();
	for (const character of 'ame é') {
		await app.type(character);
		const look = await app.look();
		expect(look.picture).toBe(look.wanted);
		expect(look.after).toBe(character === ' ' ? '\u001B[C' : character);
	}
	await app.type('\t\t');
	await app.look();
	await app.type('m');
	await app.look();
	// It says `"ma" has no domain`.
	for (const key of [...'ailbox', '\u001B[D', 'x', '\u007F', '\u001B[C', 'y']) {
		await app.type(key);
		const look = await app.look();
		expect(look.picture).toBe(look.wanted);
		expect(look.after.length).toBeLessThanOrEqual(25);
	}
	await app.close();
});

test('another size is painted whole', async () => {
	const app = await open(80, 24);
	await app.show(atStep(namedStates.fresh, 'provider'));
	await app.look();
	for (const [columns, rows] of [
		[100, 30],
		[60, 20],
		[60, 12],
		[39, 11],
		[80, 12],
		[80, 24],
	] as const) {
		await app.resize(columns, rows);
		const look = await app.look();
		// What Ink alone leaves of the size before is no measure: a new terminal of this size is.
		const fresh = openModel(columns, rows);
		const whole = look.after.slice(look.after.lastIndexOf('\u001B[H\u001B[J'));
		await fresh.write(`\u001B[?1049h${whole}`);
		expect(look.picture.split('\n').slice(0, rows)).toEqual(
			fresh.picture().split('\n').slice(0, rows),
		);
		expect(look.picture).toContain(columns < 40 ? 'mailgrant needs' : 'Provider and mailbox');
		fresh.close();
	}
	await app.close();
});
