import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {surfaceWish} from './surface-wish.js';

/** The full-screen checklist, or the same line by line. */
export async function screens({world, options}: Invocation): Promise<ExitCode> {
	await world.showScreens(surfaceWish(options));
	return 0;
}
