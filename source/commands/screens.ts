import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** The full-screen checklist, or the same line by line. */
export async function screens({world, options}: Invocation): Promise<ExitCode> {
	await world.showScreens({isPlain: options.plain === true});
	return 0;
}
