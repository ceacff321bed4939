import {UserError} from '../errors.js';
import type {ExitCode} from './command.js';
import {Interrupted} from './interrupted.js';
import type {Invocation} from './invocation.js';

/** The practice provider: with the screens before it, or its servers alone. */
export async function practice({options, signal, output, world}: Invocation): Promise<ExitCode> {
	if (options.config !== undefined) {
		throw new UserError(
			'practice keeps nothing, so that it takes no --config.',
			['Leave --config out: mailgrant practice'],
			2,
		);
	}
	if (!options.serve) {
		await world.showPractice();
		return 0;
	}
	const {line, close} = await world.servePractice();
	try {
		output.json(line);
		await ended(signal);
	} finally {
		await close();
	}
	return 0;
}

/** A signal is the way in which servers are ended, and no failure. */
async function ended(signal: AbortSignal): Promise<void> {
	// Keeps the process alive whatever the servers hold.
	const alive = setInterval(() => {}, 60_000);
	try {
		if (!signal.aborted) {
			await new Promise<void>(resolve => {
				signal.addEventListener('abort', () => resolve(), {once: true});
			});
		}
	} finally {
		clearInterval(alive);
	}
	if (!(signal.reason instanceof Interrupted)) throw signal.reason;
}
