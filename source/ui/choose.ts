import type {AppStore} from '../tasks/tasks.js';
import type {Binding} from './keys.js';

/** The chosen row of a list, which may have become shorter. */
export const chosenOf = (cursor: number | undefined, length: number) =>
	Math.max(0, Math.min(cursor ?? 0, length - 1));

export function choose(store: AppStore, list: string, to: number) {
	store.dispatch({type: 'cursor-moved', list, to});
}

/** Arrows, j and k, Home and End move in a list. They read the store, since several may come before the next frame. */
export function movingIn(
	store: AppStore,
	list: string,
	length: number,
	/** The row that is chosen before anyone has moved. */
	start = 0,
): readonly Binding[] {
	const move = (by: number) => {
		const at = chosenOf(store.getState().cursors[list] ?? start, length);
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
		{keys: ['home'], help: 'Choose the first row', run: () => choose(store, list, 0)},
		{keys: ['end'], help: 'Choose the last row', run: () => choose(store, list, length - 1)},
	];
}

/** To both ends of a text that is read, in an overlay of its own. */
export function readingEnds(store: AppStore, scroll: string, length: number): readonly Binding[] {
	return [
		{
			keys: ['home', 'g'],
			hint: 'beginning',
			help: 'To the beginning',
			run: () => choose(store, scroll, 0),
		},
		{
			keys: ['end', 'G'],
			hint: 'end',
			help: 'To the end',
			run: () => choose(store, scroll, length),
		},
	];
}
