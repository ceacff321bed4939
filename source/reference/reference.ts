import type {Command, Option} from '../commands/command.js';

/** All that the man page and the completions of the shells are written from. */
export type Reference = {
	readonly commands: readonly Command[];
	readonly globalOptions: readonly Option[];
};
