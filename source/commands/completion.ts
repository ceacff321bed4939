import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {bashCompletion} from '../reference/bash.js';
import {fishCompletion} from '../reference/fish.js';
import {zshCompletion} from '../reference/zsh.js';
import type {Command, Run} from './command.js';
import {globalOptions} from './table/options.js';

const shells = {bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion};

/** The script that lets a shell complete what stands in the table of these commands. */
export const completion =
	(commands: readonly Command[]): Run =>
	async invocation => {
		const [name = ''] = invocation.arguments;
		const shell = Object.entries(shells).find(([known]) => known === name);
		if (!shell) {
			throw new UserError(
				`There is no completion for "${clean(name, 40)}".`,
				['There is for: bash, zsh, fish'],
				2,
			);
		}
		const [, write] = shell;
		invocation.output.print(write({commands, globalOptions}));
		return 0;
	};
