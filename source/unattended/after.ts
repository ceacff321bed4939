/** Calls once after so many milliseconds, unless the function that it gives is called before. */
export type After = (ms: number, call: () => void) => () => void;

export const after: After = (ms, call) => {
	const timer = setTimeout(call, ms);
	return () => clearTimeout(timer);
};
