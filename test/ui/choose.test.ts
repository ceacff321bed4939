import {expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import type {Event, State} from '../../source/checklist/state.js';
import {createStore} from '../../source/checklist/store.js';
import {movingIn} from '../../source/ui/choose.js';
import {namedStates} from '../helpers/named-states.js';

test('the first move sets out from the row that is chosen before anyone has moved', () => {
	const store = createStore<State, Event>(reducer, namedStates.fresh);
	const press = (key: string) =>
		movingIn(store, 'rows', 4, 2)
			.find(({keys}) => keys.includes(key))
			?.run(key);
	press('down');
	expect(store.getState().cursors.rows).toBe(3);
	press('down');
	expect(store.getState().cursors.rows).toBe(3);
	press('k');
	expect(store.getState().cursors.rows).toBe(2);
});
