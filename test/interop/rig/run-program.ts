import {spawn} from 'node:child_process';
import {type Ended, followed} from '../../helpers/followed.js';

/** A program as somebody with that home starts it; ended after 20 seconds. */
export function runProgram(
	[program = '', ...args]: readonly string[],
	{
		home,
		input = '',
		env = {},
	}: {
		readonly home: string;
		readonly input?: string;
		/** Over the usual few. */
		readonly env?: Readonly<Record<string, string>>;
	},
): Promise<Ended> {
	const running = followed(
		spawn(program, args, {
			env: {PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: home, ...env},
			cwd: home,
			timeout: 20_000,
		}),
	);
	if (input !== '') running.write(input);
	running.endInput();
	return running.ended;
}
