import {aloneKeyOf} from './alone-key.js';
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
	readonly showCopied: () => void;
	/** Back to the shell for a while. */
	readonly stopJob: () => void;
	readonly redraw: () => void;
};

/** The keys that every page has. Arrows scroll where they choose nothing and no field has the focus. */
export function frameBindings(
	{bindings, focus, onEdit, notice}: Pick<Page, 'bindings' | 'focus' | 'onEdit' | 'notice'>,
	{showCopied, stopJob, redraw, leave, ...scroll}: FrameVerbs,
): readonly Binding[] {
	const reading: readonly Binding[] =
		focus === undefined && !onEdit
			? [
					{keys: ['up', 'k'], help: 'A line up', run: () => scroll.scrollBy(-1)},
					{keys: ['down', 'j'], help: 'A line down', run: () => scroll.scrollBy(1)},
					{keys: ['home'], help: 'To the beginning', run: scroll.scrollToStart},
					{keys: ['end'], help: 'To the end', run: scroll.scrollToEnd},
				]
			: [];
	const all: readonly Binding[] = [
		...reading,
		{keys: ['pagedown'], help: 'A page down', run: () => scroll.scrollPages(1)},
		{keys: ['pageup'], help: 'A page up', run: () => scroll.scrollPages(-1)},
		...(notice?.canShowAlone
			? [
					{
						keys: [aloneKeyOf({onEdit, bindings})],
						help: 'Show what was copied alone, for the mouse to select',
						run: showCopied,
					},
				]
			: []),
		{keys: ['ctrl+z'], help: 'Back to the shell for a while; fg goes on here', run: stopJob},
		{
			keys: ['ctrl+l'],
			help: 'Draw the screen anew, after something else wrote into it',
			run: redraw,
		},
		{keys: ['ctrl+c'], help: 'Leave mailgrant; nothing is lost', run: leave},
	];
	const isTaken = (key: string) => bindings.some(({keys}) => keys.includes(key));
	return all
		.map(binding => ({...binding, keys: binding.keys.filter(key => !isTaken(key))}))
		.filter(({keys}) => keys.length > 0);
}
