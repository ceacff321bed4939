import {wrapText} from '../ui/format/wrap.js';
import type {Page} from '../ui/page.js';
import type {Choice} from './choices.js';
import {rowHint} from './rows.js';

/** What can be typed, in a line: Enter first. */
export function choiceLine(choices: readonly Choice[], page: Page): string {
	const [first, ...others] = choices.flatMap(({label, hint}) =>
		hint === undefined ? [] : [`${label}: ${hint}`],
	);
	const row = rowHint(page);
	const all = [first, row && `a number: ${row}`, ...others];
	return all.filter(words => words !== undefined).join('; ');
}

/** What the page is for, and all that can be typed. */
export function helpLines(
	choices: readonly Choice[],
	page: Page,
	columns: number,
): readonly string[] {
	const row = rowHint(page);
	return [
		'',
		...wrapText(page.help ?? '', columns),
		'',
		...choices.flatMap(({label, help}) => wrapText(`${label}: ${help}.`, columns)),
		...(row === undefined ? [] : [`A number: ${row}.`]),
		...(page.onPaste ? ['<<: take a paste of several lines.'] : []),
	];
}
