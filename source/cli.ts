import {isatty} from 'node:tty';
import packageJson from '../package.json' with {type: 'json'};
import {clean, cleanLines} from './clean.js';
import {askHidden} from './commands/ask-hidden.js';
import {createInput} from './commands/input.js';
import {Interrupted} from './commands/interrupted.js';
import {createOutput} from './commands/output.js';
import {run} from './commands/run.js';
import {UserError} from './errors.js';
import {wire} from './wire.js';

/** How long a tidy end may take after a fault. */
const lastMomentMs = 3000;

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
	let hasEnded = false;
	process.on('uncaughtException', fault => {
		if (hasEnded) {
			process.exitCode = explain(fault, signal);
			return;
		}
		// It ends like an interruption does, so that the terminal is given back before it is told.
		if (!signal.aborted) controller.abort(fault);
		setTimeout(() => {
			giveTerminalBack();
			process.exit(explain(fault, signal));
		}, lastMomentMs).unref();
	});
	// A reader such as `head` may have what it wants; a terminal may be gone.
	for (const stream of [process.stdout, process.stderr]) bear(stream);
	const output = createOutput(process.stdout, process.stderr);
	const input = createInput(openInput, isatty(0));
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
	} finally {
		hasEnded = true;
	}
}

/** Standard input, for those who read it: the streams behind it take a watcher's memory too. */
function openInput() {
	if (process.stdin.listenerCount('error') === 0) bear(process.stdin);
	return process.stdin;
}

function bear(stream: NodeJS.ReadStream | NodeJS.WriteStream) {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
	});
}

/** Says what ended the program, and gives the exit code for it. */
function explain(error: unknown, signal: AbortSignal): number {
	const reason: unknown = signal.aborted ? signal.reason : error;
	if (reason instanceof Interrupted) return tell(reason.message, reason.exitCode);
	if (reason instanceof UserError) {
		const steps = reason.nextSteps.map(step => `  ${clean(step, 2000)}`);
		return tell([clean(reason.message, 2000), ...steps].join('\n'), reason.exitCode);
	}
	const stack = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
	return tell(
		`This is a fault in mailgrant ${packageJson.version}. Report it with the lines below, and with what you did:\n${cleanLines(stack)}`,
		1,
	);
}

/** The main screen, a visible cursor, no bracketed paste; saved as the place to which a later switch comes back. */
function giveTerminalBack() {
	if (!process.stdout.isTTY) return;
	process.stdin.setRawMode?.(false);
	process.stdout.write('\u001B[?2004l\u001B[?1049l\u001B[?25h\r\n\u001B7');
}

function tell(text: string, exitCode: number): number {
	process.stderr.write(`${text}\n`);
	return exitCode;
}

main().then(code => {
	process.exitCode = code;
});
