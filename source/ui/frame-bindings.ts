import type {Binding} from './keys.js';
import type {Page} from './page.js';

/** What the frame around a page can do. */
export type FrameVerbs = {
	/** Lines down; negative ones up. */
	readonly scrollBy: (lines: number) => void;
	/** Pages down; negative ones up. */
	readonly scrollPages: (pages: number) => void;
	readonly scrollToEnd: () => void;
	readonly scrollToStart: () => void;
	readonly leave: () => void;
};

/** The keys that every page has. Arrows scroll where they choose nothing and no field has the focus. */
export function frameBindings(
	{bindings, focus, onEdit}: Pick<Page, 'bindings' | 'focus' | 'onEdit'>,
	{scrollBy, scrollPages, scrollToEnd, scrollToStart, leave}: FrameVerbs,
): readonly Binding[] {
	const reading: readonly Binding[] =
		focus === undefined && !onEdit
			? [
					{keys: ['up', 'k'], help: 'A line up', run: () => scrollBy(-1)},
					{keys: ['down', 'j'], help: 'A line down', run: () => scrollBy(1)},
					{keys: ['home'], help: 'To the beginning', run: scrollToStart},
					{keys: ['end'], help: 'To the end', run: scrollToEnd},
				]
			: [];
	const all: readonly Binding[] = [
		...reading,
		{keys: ['pagedown'], help: 'A page down', run: () => scrollPages(1)},
		{keys: ['pageup'], help: 'A page up', run: () => scrollPages(-1)},
		{keys: ['ctrl+c'], help: 'Leave mailgrant; nothing is lost', run: leave},
	];
	const isTaken = (key: string) => bindings.some(({keys}) => keys.includes(key));
	return all
		.map(binding => ({...binding, keys: binding.keys.filter(key => !isTaken(key))}))
		.filter(({keys}) => keys.length > 0);
}
