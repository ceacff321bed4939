import {wrapText} from '../ui/format/wrap.js';
import type {Page} from '../ui/page.js';
import type {Choice} from './choices.js';
import {rowHint} from './rows.js';

/** What can be typed, Enter first: a word and what it does. */
export function choiceWords(choices: readonly Choice[], page: Page): readonly string[] {
	const [first, ...others] = choices.flatMap(({label, hint}) =>
		hint === undefined ? [] : [`${label}: ${hint}`],
	);
	const row = rowHint(page);
	const all = [first, row && `a number: ${row}`, ...others];
	return all.filter(words => words !== undefined);
}

/** The same in lines, none of them parted. */
export function choiceLines(words: readonly string[], columns: number): readonly string[] {
	const lines: string[] = [];
	for (const [index, word] of words.entries()) {
		const item = index < words.length - 1 ? `${word};` : word;
		const longer = `${lines.at(-1) ?? ''} ${item}`;
		if (index > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
		else lines.push(item);
	}
	return lines;
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
