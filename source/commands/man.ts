import packageJson from '../../package.json' with {type: 'json'};
import {manPage} from '../reference/man-page.js';
import type {Command, Run} from './command.js';
import {globalOptions} from './table/options.js';

/** The manual page of these commands, as `man -l -` reads it. */
export const man =
	(commands: readonly Command[]): Run =>
	async ({output}) => {
		output.print(manPage({commands, globalOptions}, packageJson.version));
		return 0;
	};
