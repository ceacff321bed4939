/** A token of one grant that a command line asks for. */
export type Ask = {readonly name: string; readonly directory?: string};

/** Undefined for a command line that asks for something else, or in an unusual way: the table of the commands knows all of them. */
export function askOf(argv: readonly string[]): Ask | undefined {
	const words: string[] = [];
	let directory: string | undefined;
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] ?? '';
		if (!word.startsWith('-')) words.push(word);
		else if (directory === undefined && word === '--config') directory = argv[++index] ?? '-';
		else return undefined;
	}
	const [command, name, ...more] = words;
	if (command !== 'token' || name === undefined || more.length > 0) return undefined;
	return directory?.startsWith('-') ? undefined : {name, directory};
}
