import {blank, cell} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import {type FrameVerbs, frameBindings} from '../frame-bindings.js';
import type {Page, PageProps} from '../page.js';

const keyWidth = 12;

const nothing = () => undefined;
/** Here the keys are only named. */
const inName: FrameVerbs = {
	scrollBy: nothing,
	scrollPages: nothing,
	scrollToEnd: nothing,
	scrollToStart: nothing,
	leave: nothing,
	showCopied: nothing,
	stopJob: nothing,
	redraw: nothing,
};

/** What this screen is for, and every key that it knows. */
export function helpPage({tasks, columns, labelOf}: PageProps, page: Page): Page {
	const {title, about, help = ''} = page;
	const lines = [
		...paragraph(help, columns),
		blank,
		...[...page.bindings, ...frameBindings(page, inName)].flatMap(binding =>
			paragraph(binding.help, columns, {
				indent: keyWidth,
				first: [cell(labelOf(binding), keyWidth, 'key')],
			}),
		),
	];
	return {
		title: `Help: ${title}`,
		about,
		lines,
		scroll: 'scroll:help',
		bindings: [
			{
				keys: ['escape', 'enter', '?', 'q', 'ctrl+g'],
				label: 'esc',
				hint: 'close',
				help: 'Close this page',
				isKept: true,
				run: () => tasks.back(),
			},
		],
	};
}
