import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';
import {type Ended, followed, type Running} from './followed.js';

export const program = fileURLToPath(new URL('../../dist/mailgrant.js', import.meta.url));

/** The built program as a child without a terminal, killed when the test has finished. */
export function startCli(
	args: readonly string[],
	{config, env = {}}: {readonly config: string; readonly env?: Readonly<Record<string, string>>},
): Running {
	if (!existsSync(program)) throw new Error(`${program} is not there. Run npm run build first.`);
	const child = spawn(process.execPath, [program, ...args], {
		env: {PATH: process.env.PATH ?? '', HOME: dirname(config), MAILGRANT_CONFIG: config, ...env},
	});
	const running = followed(child);
	onTestFinished(async () => {
		running.kill('SIGKILL');
		await running.ended;
	});
	return running;
}

/** Runs it to its end, with a standard input that is empty unless a text is given. */
export function runCli(
	args: readonly string[],
	{stdin = '', ...options}: Parameters<typeof startCli>[1] & {readonly stdin?: string},
): Promise<Ended> {
	const cli = startCli(args, options);
	if (stdin !== '') cli.write(stdin);
	cli.endInput();
	return cli.ended;
}
