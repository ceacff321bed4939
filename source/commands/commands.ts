import type {Command} from './command.js';
import {extraviewCommands} from './table/extraview.js';
import {grantsCommands} from './table/grants.js';
import {keepingCommands} from './table/keeping.js';
import {surfaceOptions, watchedOptions} from './table/options.js';
import {explain, programCommands} from './table/program.js';
import {referenceCommands} from './table/reference.js';
import {tokensCommands} from './table/tokens.js';

/** In the order of the help. */
export const commands: readonly Command[] = [
	...grantsCommands,
	...tokensCommands,
	...extraviewCommands,
	explain,
	...keepingCommands,
	...programCommands,
	...referenceCommands(() => commands),
];

/** Without a command: the screens. */
export const screens: Command = {
	name: '',
	usage: '',
	arguments: {min: 0, max: 0},
	summary: 'Opens the full-screen checklist.',
	options: surfaceOptions,
	load: async () => (await import('./screens.js')).screens,
};

/** Started by the program itself. */
const parts: readonly Command[] = [
	{
		name: 'look-after',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Looks at grants for refresh --watch, which starts it.',
		options: watchedOptions,
		isPartOf: 'refresh',
		load: async () => (await import('./look-after.js')).lookAfter,
	},
];

export const findCommand = (name: string): Command | undefined =>
	[...commands, ...parts].find(command => command.name === name);
