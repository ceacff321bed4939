import {useSyncExternalStore} from 'react';
import type {AppStore, Tasks} from '../tasks/tasks.js';
import {type Manner, MannerContext, usualManner} from './components/manner.js';
import {Screen} from './components/screen.js';
import {viewKey} from './screens/screen-page.js';

export type AppProps = {
	readonly store: AppStore;
	readonly tasks: Tasks;
	readonly now: () => number;
	readonly manner?: Manner;
};

/** Shows the screen that the state says. */
export function App({store, tasks, now, manner = usualManner}: AppProps) {
	const state = useSyncExternalStore(store.subscribe, store.getState);
	return (
		<MannerContext value={manner}>
			<Screen key={viewKey(state.view)} state={state} store={store} tasks={tasks} now={now} />
		</MannerContext>
	);
}
