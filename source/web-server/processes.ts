import {readdir, readFile} from 'node:fs/promises';

/** Arguments of the processes of this host whose command line holds one of the words; empty where there is no /proc. */
export async function processesWith(
	words: readonly string[],
): Promise<readonly (readonly string[])[]> {
	const names = await readdir('/proc').catch(() => []);
	const lines = await Promise.all(
		names
			.filter(name => /^\d+$/.test(name))
			// A process may have ended meanwhile, or belong to somebody else.
			.map(name => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')),
	);
	return lines
		.map(line => line.split('\0'))
		.filter(args => args.some(argument => words.some(word => isProgram(argument, word))));
}

const isProgram = (argument: string, word: string) =>
	argument === word || argument.endsWith(`/${word}`);
