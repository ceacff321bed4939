import packageJson from '../../package.json' with {type: 'json'};
import {manPage} from '../reference/man-page.js';
import type {ExitCode} from './command.js';
import {commands} from './commands.js';
import type {Invocation} from './invocation.js';
import {globalOptions} from './table/options.js';

/** The manual page, as `man -l -` reads it. */
export async function man({output}: Invocation): Promise<ExitCode> {
	output.print(manPage({commands, globalOptions}, packageJson.version));
	return 0;
}
