import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** The full-screen checklist. */
export async function screens({world}: Invocation): Promise<ExitCode> {
	await world.showScreens();
	return 0;
}
