import packageJson from '../package.json' with {type: 'json'};
import {clean, cleanLines} from './clean.js';
import {askHidden} from './commands/ask-hidden.js';
import {createInput} from './commands/input.js';
import {Interrupted} from './commands/interrupted.js';
import {createOutput} from './commands/output.js';
import {run} from './commands/run.js';
import {UserError} from './errors.js';
import {wire} from './wire.js';

async function main(): Promise<number> {
	const controller = new AbortController();
	const {signal} = controller;
	let abortedAt = 0;
	let hangUp: (() => void) | undefined;
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			if (name === 'SIGHUP' && hangUp) return hangUp();
			const interrupted = new Interrupted(name);
			// Who asks twice does not want to wait for a tidy end. A signal that follows at once is the
			// same one: a library that tidies up at the end of a process sends it on.
			if (signal.aborted && Date.now() - abortedAt > 1000) process.exit(interrupted.exitCode);
			if (signal.aborted) return;
			abortedAt = Date.now();
			controller.abort(interrupted);
		});
	}
	// A reader such as `head` may have what it wants; a terminal may be gone.
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
		});
	}
	const output = createOutput(process.stdout, process.stderr);
	const input = createInput(process.stdin);
	try {
		const code = await run(process.argv.slice(2), {
			version: packageJson.version,
			input,
			output,
			signal,
			wire: setting =>
				wire({
					...setting,
					version: packageJson.version,
					signal,
					print: output.print,
					tell: output.tell,
					askHidden: input.isTerminal
						? question => askHidden({input, output, signal}, question)
						: undefined,
					onHangUp: call => {
						hangUp = call;
					},
				}),
		});
		return code;
	} catch (error) {
		return explain(error, signal);
	}
}

/** Says what ended the program, and gives the exit code for it. */
function explain(error: unknown, signal: AbortSignal): number {
	const reason = signal.aborted ? signal.reason : error;
	if (reason instanceof Interrupted) return tell(reason.message, reason.exitCode);
	if (error instanceof UserError) {
		const steps = error.nextSteps.map(step => `  ${clean(step, 2000)}`);
		return tell([clean(error.message, 2000), ...steps].join('\n'), error.exitCode);
	}
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return tell(
		`This is a fault in mailgrant ${packageJson.version}. Report it with the lines below, and with what you did:\n${cleanLines(stack)}`,
		1,
	);
}

function tell(text: string, exitCode: number): number {
	process.stderr.write(`${text}\n`);
	return exitCode;
}

main().then(code => {
	process.exitCode = code;
});
