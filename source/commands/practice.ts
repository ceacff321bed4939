import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {ExitCode} from './command.js';
import {Interrupted} from './interrupted.js';
import type {Invocation} from './invocation.js';
import {nearestFew} from './nearest.js';
import {surfaceWish} from './surface-wish.js';

const idWidth = 28;

/** The practice provider: with the screens before it, or its servers alone. */
export async function practice({options, signal, output, world}: Invocation): Promise<ExitCode> {
	if (options.config !== undefined) {
		throw new UserError(
			'practice keeps nothing, so that it takes no --config.',
			['Leave --config out: mailgrant practice'],
			2,
		);
	}
	if (options.faults) {
		const {listedFaults} = await import('../diagnosis/listed-faults.js');
		for (const {id, title} of listedFaults(await world.practiceFaults())) {
			output.print(`${id.padEnd(idWidth)}  ${title}`);
		}
		return 0;
	}
	const fault = await checkFault(options.fault, world);
	if (!options.serve) {
		await world.showPractice({fault, ...surfaceWish(options)});
		return 0;
	}
	const {line, close} = await world.servePractice({fault});
	try {
		output.json(line);
		await ended(signal);
	} finally {
		await close();
	}
	return 0;
}

/** An id that the servers know, or the sentence that names those next to it. */
async function checkFault(
	wanted: string | true | undefined,
	world: Invocation['world'],
): Promise<string | undefined> {
	if (wanted === undefined || wanted === true) return undefined;
	const ids = await world.practiceFaults();
	if (ids.includes(wanted)) return wanted;
	const {findFault} = await import('../diagnosis/listed-faults.js');
	const title = findFault(wanted)?.title;
	const meant = nearestFew(wanted, ids, 3);
	throw new UserError(
		title === undefined
			? `The practice servers know no fault "${clean(wanted, 40)}".`
			: `No server can cause ${wanted}: ${title}.`,
		[
			...(meant.length > 0 ? [`Did you mean: ${meant.join(', ')}`] : []),
			'All of them: mailgrant practice --faults',
		],
		2,
	);
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
