import {newLines} from '../extraview/properties/new-lines.js';
import type {AppStore, Tasks} from '../tasks/tasks.js';

/** The verbs where copying prints: a secret is printed only when it is asked for, a password of an old text never. */
export const plainTasks = (tasks: Tasks, store: AppStore): Tasks => ({
	...tasks,
	copySecret: () =>
		store.dispatch({
			type: 'noticed',
			notice: {level: 'fine', text: 'Client Secret: v prints it, alone on its line.'},
		}),
	copyTaskText(task) {
		const report = store.getState().reviews[task]?.report;
		if (!report?.holdsSecrets || report.obstacle !== undefined) return tasks.copyTaskText(task);
		tasks.copy(
			'Lines that change; all others stay, passwords among them',
			newLines(report.difference).join('\n'),
		);
	},
});
