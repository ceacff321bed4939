import type {State} from '../../source/checklist/state.js';
import type {AppStore} from '../../source/tasks/tasks.js';

/** Resolves with the state when it is as it should be. */
export const untilIn =
	(store: AppStore) =>
	(isSo: (state: State) => boolean): Promise<State> =>
		new Promise(resolve => {
			const look = () => {
				if (!isSo(store.getState())) return;
				leave();
				resolve(store.getState());
			};
			const leave = store.subscribe(look);
			look();
		});
