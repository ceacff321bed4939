import {useSyncExternalStore} from 'react';
import type {AppStore, Tasks} from '../tasks/tasks.js';
import {Screen} from './components/screen.js';
import {viewKey} from './screens/screen-page.js';

export type AppProps = {
	readonly store: AppStore;
	readonly tasks: Tasks;
	readonly now: () => number;
};

/** Shows the screen that the state says. */
export function App({store, tasks, now}: AppProps) {
	const state = useSyncExternalStore(store.subscribe, store.getState);
	return <Screen key={viewKey(state.view)} state={state} store={store} tasks={tasks} now={now} />;
}
