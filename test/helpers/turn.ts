/** Resolves when what was begun and waits for nothing outside is over: a verb of the screens returns before its change is kept. */
export const turn = () => new Promise<void>(resolve => setImmediate(resolve));
