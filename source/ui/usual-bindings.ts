import type {Binding} from './keys.js';
import type {Page} from './page.js';
import type {ScreenProps} from './screen-props.js';

/** The keys of a screen with those that every screen has: help, and the way back. */
export function usualBindings(
	{bindings, onEdit, back = 'back'}: Page,
	{store, tasks}: ScreenProps,
): readonly Binding[] {
	const isLeaving = ({keys}: Binding) => keys.includes('q') || keys.includes('escape');
	return [
		...bindings.filter(binding => !isLeaving(binding)),
		{
			keys: onEdit ? ['ctrl+g'] : ['?'],
			hint: 'help',
			help: 'This page',
			isKept: true,
			run: () => store.dispatch({type: 'overlay-opened', overlay: {type: 'help'}}),
		},
		...bindings.filter(isLeaving),
		...(bindings.some(({keys}) => keys.includes('escape'))
			? []
			: [
					{
						keys: ['escape'],
						hint: back,
						help: 'Go back; nothing is lost',
						isKept: true as const,
						run: () => tasks.back(),
					},
				]),
	];
}
