/** A process that lasts and mostly waits, for months perhaps: the compilers that make a program fast take megabytes once they have been at work, and room for objects, once grown, is hardly given back. */
const smallFlags = [
	'--no-opt',
	'--no-maglev',
	'--optimize-for-size',
	'--semi-space-growth-factor=1',
] as const;

/** For one that does all the work itself after all. */
export const workFlags = ['--opt', '--maglev', '--no-optimize-for-size'] as const;

/** V8's flags for the process that a command line starts, before it loads anything; what is compiled by other rules is kept apart. `v8` is its version; a V8 that does not know a flag would complain on standard error. */
export function v8Flags(words: readonly string[], v8: string): readonly string[] {
	if (isLasting(words)) return smallFlags;
	// From V8 13.1 on, a heap that was collected or has grown is looked at every eight seconds, for
	// good, to see whether it could be collected further. So it is looked at once.
	const version = Number.parseInt(v8, 10);
	return version >= 13 && version <= 14 ? ['--memory-reducer-gc-count=0'] : [];
}

/** Whether it runs on, works for one that does, or goes through many mailboxes. */
function isLasting(words: readonly string[]): boolean {
	const command = commandOf(words);
	if (command === 'refresh') return words.includes('--watch');
	return command === 'look-after' || command === 'test';
}

/** Of the options that may stand before the command, those whose value may be a word of its own. */
const optionsWithValue = ['--config', '--store', '--passphrase-fd', '--timeout'];

const commandOf = (words: readonly string[]): string | undefined =>
	words.find(
		(word, index) => !word.startsWith('-') && !optionsWithValue.includes(words[index - 1] ?? ''),
	);
