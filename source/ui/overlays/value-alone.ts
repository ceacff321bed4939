import {line} from '../format/line.js';
import {chunks} from '../format/wrap.js';
import type {Page, PageProps} from '../page.js';

/** One value from the first column on with nothing beside it, for the mouse to select. */
export function valueAlonePage(
	{state, tasks, columns}: PageProps,
	{label, value}: {readonly label: string; readonly value: string},
): Page {
	const pieces = chunks(value, columns);
	return {
		title: label,
		about: [{text: `${value.length} chars`, tone: 'dim'}],
		lines: pieces.map(piece => line(piece)),
		scroll: 'scroll:value',
		notice:
			pieces.length > 1
				? {
						level: 'fine',
						text: 'It fills the lines to their end, with nothing added between them. Where a selection brings line breaks along, remove them.',
					}
				: state.notice,
		bindings: [
			{
				keys: ['escape', 'enter', 'v', 'q'],
				label: 'esc',
				hint: 'close',
				help: 'Close',
				isKept: true,
				run: () => tasks.back(),
			},
			{keys: ['c'], hint: 'copy', help: 'Copy it', run: () => tasks.copy(label, value)},
		],
	};
}
