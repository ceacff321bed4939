import type {AppStore} from '../tasks/tasks.js';
import type {Binding} from './keys.js';

/** The chosen row of a list, which may have become shorter. */
export const chosenOf = (cursor: number | undefined, length: number) =>
	Math.max(0, Math.min(cursor ?? 0, length - 1));

export function choose(store: AppStore, list: string, to: number) {
	store.dispatch({type: 'cursor-moved', list, to});
}

/** Arrows, j and k move in a list. They read the store, since several may come before the next frame. */
export function movingIn(store: AppStore, list: string, length: number): readonly Binding[] {
	const move = (by: number) => {
		const at = chosenOf(store.getState().cursors[list], length);
		choose(store, list, chosenOf(at + by, length));
	};
	return [
		{
			keys: ['up', 'k'],
			label: '↑↓',
			hint: 'move',
			help: 'Choose the row above',
			run: () => move(-1),
		},
		{keys: ['down', 'j'], help: 'Choose the row below', run: () => move(1)},
	];
}
