import {PassThrough} from 'node:stream';
import {createInput} from '../../source/commands/input.js';
import type {World} from '../../source/commands/invocation.js';
import {createOutput} from '../../source/commands/output.js';
import {run} from '../../source/commands/run.js';
import {UserError} from '../../source/errors.js';
import type {Services} from '../../source/services.js';

const never = () => Promise.reject(new Error('not in this test'));

/** A command in this process, with these services for its world, to its end; what a user can act on is told as `cli.ts` tells it. */
export async function runCommand(
	args: readonly string[],
	services: Services,
	{
		stdin = '',
		typed,
		signal = new AbortController().signal,
	}: {
		/** What is piped into it. */
		readonly stdin?: string;
		/** Or it runs on a terminal, and each line is typed once it is asked for. */
		readonly typed?: readonly string[];
		readonly signal?: AbortSignal;
	} = {},
) {
	const written = {stdout: '', stderr: ''};
	const input = Object.assign(new PassThrough(), {isTTY: typed !== undefined});
	if (!typed) input.end(stdin);
	const answers = [...(typed ?? [])];
	const stdout = {
		write(text: string) {
			written.stdout += text;
			return true;
		},
	};
	const stderr = {
		write(text: string) {
			written.stderr += text;
			// A question leaves the cursor behind it.
			const answer = text.endsWith('\n') ? undefined : answers.shift();
			if (answer !== undefined) setImmediate(() => input.write(`${answer}\r\n`));
			return true;
		},
	};
	const world: World = {
		openServices: async () => services,
		readNames: never,
		describeHost: never,
		writeReport: never,
		openServiceHost: never,
		openStoreAdmin: never,
		close: async () => {},
		openVault: never,
		readAudit: never,
		openWatch: never,
		openTokenFiles: never,
		isJournal: false,
		showScreens: never,
		showPractice: never,
		servePractice: never,
		practiceFaults: never,
	};
	const code = await run(args, {
		version: '0',
		input: createInput(() => input),
		output: createOutput(stdout, stderr),
		signal,
		wire: () => world,
	}).catch((error: unknown) => {
		if (!(error instanceof UserError)) throw error;
		written.stderr += [error.message, ...error.nextSteps].join('\n');
		return error.exitCode;
	});
	return {code, ...written};
}
