type SetFlag = (flag: string) => void;

/**
For a program that waits, for a key or a date: from V8 13.1 on, a small heap that has grown once is looked at every eight seconds, for good, to see whether it could be collected.
Looking begins while the program loads. A V8 that does not know the flag would complain on standard error.
*/
export function restWhenIdle(v8 = process.versions.v8, setFlag: SetFlag = setInThisProcess): void {
	const version = Number.parseInt(v8, 10);
	if (version >= 13 && version <= 14) setFlag('--no-memory-reducer-for-small-heaps');
}

// Looked up here, since a stored token is printed without it.
const setInThisProcess: SetFlag = flag =>
	process.getBuiltinModule('node:v8').setFlagsFromString(flag);
