type SetFlag = (flag: string) => void;

/**
For a program that waits, for a key or a date: from V8 13.1 on, a heap that was collected or has grown is looked at every eight seconds, for good, to see whether it could be collected further. So it is looked at once.
Looking begins while the program loads. A V8 that does not know the flag would complain on standard error.
*/
export function restWhenIdle(v8 = process.versions.v8, setFlag: SetFlag = setInThisProcess): void {
	const version = Number.parseInt(v8, 10);
	if (version >= 13 && version <= 14) setFlag('--memory-reducer-gc-count=0');
}

// Looked up here, since a stored token is printed without it.
const setInThisProcess: SetFlag = flag =>
	process.getBuiltinModule('node:v8').setFlagsFromString(flag);
