import type {Call} from '../call.js';
import type {Ran} from '../programs-port.js';
import {runProgram} from '../run-program.js';

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs a program of the web server's in plain English. The server that it may start goes on. */
export const runHttpd = (
	[program = '', ...args]: readonly string[],
	{environment = {}, ...call}: Call & {readonly environment?: Readonly<Record<string, string>>},
): Promise<Ran> =>
	runProgram(program, {
		...call,
		args,
		environment: {PATH: path, LANG: 'C', ...environment},
		isErrorFirst: true,
		leavesRunning: true,
	});
