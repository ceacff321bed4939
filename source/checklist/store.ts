/** Holds the state, and tells who listens when it has changed. */
export type Store<State, Event> = {
	readonly getState: () => State;
	readonly dispatch: (event: Event) => void;
	/** Gives the function that ends the subscription. */
	readonly subscribe: (listener: () => void) => () => void;
};

export function createStore<State, Event>(
	reducer: (state: State, event: Event) => State,
	initial: State,
): Store<State, Event> {
	let state = initial;
	const listeners = new Set<() => void>();
	return {
		getState: () => state,
		dispatch(event) {
			const next = reducer(state, event);
			if (next === state) return;
			state = next;
			for (const listener of listeners) listener();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
