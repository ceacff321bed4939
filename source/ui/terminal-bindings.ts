import type {Tasks} from '../tasks/tasks.js';
import type {Binding} from './keys.js';

/** What terminals are used to, on every screen. */
export const terminalBindings = (tasks: Tasks): readonly Binding[] => [
	{
		keys: ['ctrl+z'],
		help: 'Back to the shell for a while; fg goes on here',
		run: () => tasks.stopJob(),
	},
	{
		keys: ['ctrl+l'],
		help: 'Draw the screen anew, after something else wrote into it',
		run: () => tasks.redraw(),
	},
];
