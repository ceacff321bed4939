import {blank, cell} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import type {Page, PageProps} from '../page.js';

const keyWidth = 12;

/** What this screen is for, and every key that it knows. */
export function helpPage(
	{tasks, columns, labelOf}: PageProps,
	{title, about, help = '', bindings}: Page,
): Page {
	const lines = [
		...paragraph(help, columns),
		blank,
		...bindings.flatMap(binding =>
			paragraph(binding.help, columns, {
				indent: keyWidth,
				first: [cell(labelOf(binding), keyWidth, 'key')],
			}),
		),
		...paragraph('Leave mailgrant; nothing is lost', columns, {
			indent: keyWidth,
			first: [cell('ctrl+c', keyWidth, 'key')],
		}),
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
