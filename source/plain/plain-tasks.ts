import type {AppStore, Tasks} from '../tasks/tasks.js';

/** The verbs where copying prints: a secret is printed only when it is asked for. */
export const plainTasks = (tasks: Tasks, store: AppStore): Tasks => ({
	...tasks,
	copySecret: () =>
		store.dispatch({
			type: 'noticed',
			notice: {level: 'fine', text: 'Client Secret: v prints it, alone on its line.'},
		}),
});
