/** A verb whose code is loaded when it is called first: what it stands on may be heavy, and is often not needed. */
export const lazily =
	<Given extends readonly unknown[], Value>(
		load: () => Promise<(...given: Given) => Value | Promise<Value>>,
	) =>
	async (...given: Given): Promise<Value> =>
		(await load())(...given);
