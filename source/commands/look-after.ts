import {UserError} from '../errors.js';
import type {LookoutAnswer, LookoutQuestion} from '../refresh/lookout-talk.js';
import {createLookout} from '../tasks/lookout.js';
import type {Lookout} from '../watch-port.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {tokenFilesWish} from './token-files-wish.js';

/** Looks at grants for the watcher, which asks on standard input, until that ends. What is under way then is ended in order. */
export async function lookAfter(invocation: Invocation): Promise<ExitCode> {
	const {input, output, options, signal, timeoutMs, world} = invocation;
	let opening: Promise<Lookout> | undefined;
	async function open() {
		const services = await world.openServices();
		const ports = await world.openTokenFiles(services, tokenFilesWish(options));
		return createLookout({services, signal, timeoutMs}, ports);
	}
	const answer = (given: LookoutAnswer) => output.json(given);

	async function heed({id, ...question}: LookoutQuestion & {readonly id: number}) {
		try {
			opening ??= open().catch((error: unknown) => {
				// The key may be there for the next question.
				opening = undefined;
				throw error;
			});
			const lookout = await opening;
			const value = await heeded(lookout, question, part => answer({id, part}));
			answer({id, value});
		} catch (error) {
			if (signal.aborted) return;
			if (!(error instanceof UserError)) throw error;
			const {message, nextSteps, exitCode} = error;
			answer({id, error: {message, nextSteps, exitCode}});
		}
	}

	const working = new Set<Promise<void>>();
	const failed = Promise.withResolvers<never>();
	let rest = '';
	const reading = input.readChunks(signal, text => {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			const work = heed(JSON.parse(line)).finally(() => working.delete(work));
			working.add(work);
			work.catch(failed.reject);
		}
	});
	await Promise.race([reading, failed.promise]).catch((error: unknown) => {
		// The watcher ends, and asks for nothing more.
		if (!signal.aborted) throw error;
	});
	await Promise.all(working);
	return 0;
}

function heeded(
	lookout: Lookout,
	question: LookoutQuestion,
	give: (part: string) => void,
): Promise<unknown> {
	switch (question.verb) {
		case 'visit':
			return lookout.visit(give);
		case 'sweep':
			return lookout.sweep();
		case 'tellAdmin':
			return lookout.tellAdmin();
		case 'look':
			return lookout.look(question.wish);
	}
}
