import {builtin} from './builtin.js';
import {v8Flags} from './v8-flags.js';

/** Makes V8 fit what the words of the command line start. First, since code that was compiled by other rules is kept apart. */
export function tuneV8(words: readonly string[]): void {
	const flags = v8Flags(words, process.versions.v8);
	if (flags.length === 0) return;
	const {setFlagsFromString} = builtin('node:v8');
	for (const flag of flags) setFlagsFromString(flag);
}
