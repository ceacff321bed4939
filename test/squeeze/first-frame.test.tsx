import {render} from 'ink';
import {act} from 'react';
import {expect, test, vi} from 'vitest';
import type {State} from '../../source/checklist/state.js';
import {steps} from '../../source/checklist/steps.js';
import {squeeze} from '../../source/squeeze/squeeze.js';
import {App} from '../../source/ui/app.js';
import {firstFrame} from '../../source/ui/first-frame.js';
import {openModel} from '../helpers/model.js';
import {atStep, namedStates, now} from '../helpers/named-states.js';
import {recordingTasks} from '../helpers/open-app.js';
import {Stdin} from '../helpers/render.js';
import {createSink, settled} from '../helpers/sink.js';

// Before Ink is there: it looks at the environment once.
vi.hoisted(() => {
	process.env.FORCE_COLOR = '1';
	process.env.TZ = 'UTC';
});

const views = Object.entries<State>(namedStates).flatMap(([name, state]): [string, State][] => [
	[name, state],
	...(state.view.at === 'grants'
		? []
		: steps.map(({id}): [string, State] => [`${name}, ${id}`, atStep(state, id)])),
]);

test.each(views)(
	'%s: Ink draws nothing that does not stand there already',
	async (_name, state) => {
		for (const [columns, rows] of [
			[80, 24],
			[40, 12],
			[39, 11],
		] as const) {
			const store = {getState: () => state, dispatch: () => {}, subscribe: () => () => {}};
			const {tasks} = recordingTasks(store);
			const props = {store, tasks, now: () => now};
			const sink = createSink(columns, rows);
			const stdout = squeeze(sink);
			const manner = {isAscii: false, isColourless: false};
			const frame = firstFrame({...props, state, columns, rows, manner, hasStyles: true});
			stdout.write(`\u001B[?1049h${frame}`);
			await settled(stdout);
			const model = openModel(columns, rows);
			await model.write(sink.take());
			const before = model.picture();
			const {unmount} = await act(async () =>
				render(<App {...props} />, {
					stdout: stdout as unknown as NodeJS.WriteStream,
					stdin: new Stdin() as unknown as NodeJS.ReadStream,
					stderr: stdout as unknown as NodeJS.WriteStream,
					interactive: true,
					alternateScreen: true,
					incrementalRendering: true,
					maxFps: 1000,
					patchConsole: false,
				}),
			);
			await settled(stdout);
			const sent = sink.take();
			await model.write(sent);
			expect(model.picture()).toBe(before);
			expect(sent.replace('\u001B[?2004h', '')).toBe('');
			await act(async () => unmount());
			model.close();
		}
	},
);
