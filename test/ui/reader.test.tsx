import {afterEach, beforeAll, expect, test} from 'vitest';
import type {State} from '../../source/checklist/state.js';
import {overlays, views} from '../helpers/every-view.js';
import {atStep, namedStates} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {press} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

async function read(state: State) {
	const {screen, store} = await openApp(state, {isScreenReader: true, rows: 24});
	return {screen, store, rows: screen.rows().filter(row => row !== '')};
}

test.each([...views, ...overlays])(
	'%s is read whole, from its title to its keys',
	async (_name, state) => {
		const {rows} = await read(state);
		expect(rows.join('\n')).not.toMatch(/[›·•↑↓←]|PgDn|more lines|\(\d+ chars\)/);
		expect(rows.filter(row => row.startsWith('Keys: '))).toHaveLength(1);
		expect(rows.join('\n')).toMatchSnapshot();
	},
);

test('the checklist is read in the order of its steps, with the chosen one named', async () => {
	const {rows, screen} = await read(namedStates.registered);
	expect(rows[0]).toBe('mailgrant evmail@acme.com, Microsoft 365, 6 of 15 done');
	expect(rows.filter(row => row.startsWith('chosen: '))).toEqual([
		'chosen: needs you 7 IDs and secret',
	]);
	await press(screen, 'up');
	expect(screen.rows().filter(row => row.startsWith('chosen: '))).toEqual([
		'chosen: done 6 Redirect URI you said so, 23 Nov',
	]);
});

test('what just happened is read before the page', async () => {
	const {rows} = await read({
		...atStep(namedStates.registered, 'client'),
		notice: {level: 'trouble', text: 'The Client ID is none.', nextSteps: ['Paste it again.']},
	});
	expect(rows.slice(1, 3)).toEqual(['The Client ID is none.', 'Paste it again.']);
});
