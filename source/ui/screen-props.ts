import type {State} from '../checklist/state.js';
import type {AppStore, Tasks} from '../tasks/tasks.js';

/** All that a screen gets. */
export type ScreenProps = {
	readonly state: State;
	readonly store: AppStore;
	readonly tasks: Tasks;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};
