import {EventEmitter} from 'node:events';
import xterm from '@xterm/headless';
import {render} from 'ink';
import {act} from 'react';
import {beforeAll, expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import type {State} from '../../source/checklist/state.js';
import {createStore} from '../../source/checklist/store.js';
import type {AppStore} from '../../source/tasks/tasks.js';
import {App} from '../../source/ui/app.js';
import {views} from '../helpers/every-view.js';
import {namedStates, now} from '../helpers/named-states.js';
import {openApp, recordingTasks} from '../helpers/open-app.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});

type Size = readonly [columns: number, rows: number];

/** What Ink sends goes to a model of a terminal, as `show` has it send. */
class ModelStdout extends EventEmitter {
	readonly isTTY = true;
	columns: number;
	rows: number;
	private readonly terminal: xterm.Terminal;

	constructor([columns, rows]: Size) {
		super();
		this.columns = columns;
		this.rows = rows;
		this.terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	}

	readonly write = (text: string, ...more: readonly unknown[]) => {
		const written = more.at(-1);
		this.terminal.write(text.replaceAll('\n', '\r\n'), () => {
			if (typeof written === 'function') written();
		});
		return true;
	};

	resize([columns, rows]: Size) {
		this.terminal.resize(columns, rows);
		this.columns = columns;
		this.rows = rows;
		this.emit('resize');
	}

	async screen(): Promise<string> {
		await new Promise<void>(resolve => this.terminal.write('', resolve));
		const {active} = this.terminal.buffer;
		return Array.from({length: this.rows}, (_, row) =>
			(active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
		)
			.join('\n')
			.trimEnd();
	}
}

/** Drawn at the first size, then at each other one. */
async function resized(state: State, [first, ...others]: readonly [Size, ...Size[]]) {
	const store: AppStore = createStore(reducer, state);
	const {tasks} = recordingTasks(store);
	const stdout = new ModelStdout(first);
	const stdin = Object.assign(new EventEmitter(), {
		isTTY: true,
		read: () => null,
		setRawMode: () => undefined,
		setEncoding: () => undefined,
		ref: () => undefined,
		unref: () => undefined,
		resume: () => undefined,
		pause: () => undefined,
	});
	const instance = await act(async () =>
		render(<App store={store} tasks={tasks} now={() => now} />, {
			stdout: stdout as unknown as NodeJS.WriteStream,
			stderr: stdout as unknown as NodeJS.WriteStream,
			stdin: stdin as unknown as NodeJS.ReadStream,
			alternateScreen: true,
			incrementalRendering: true,
			interactive: true,
			exitOnCtrlC: false,
			patchConsole: false,
		}),
	);
	for (const size of others) {
		await act(async () => stdout.resize(size));
		await instance.waitUntilRenderFlush();
	}
	await instance.waitUntilRenderFlush();
	const screen = await stdout.screen();
	await act(async () => instance.unmount());
	return screen;
}

const own = Object.entries(namedStates);
const some = [...own, ...views.filter(([name]) => /^(?:mail-failed|practice-complete)/.test(name))];

test.each(some)(
	'%s: a window that is dragged about shows what a new one would',
	async (_name, state) => {
		const last: Size = [80, 24];
		const dragged = await resized(state, [last, [200, 60], [61, 20], [39, 11], [40, 12], last]);
		const {screen} = await openApp(state);
		const fresh = screen.rows().join('\n').trimEnd();
		await unmountAll();
		expect(dragged).toBe(fresh);
	},
	20_000,
);
