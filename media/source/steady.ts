import {blank, type Cell} from './cell.js';

/** What differs from one run to the next, and what stands in its place: the pictures change only when the screens do. */
const changing: readonly (readonly [RegExp, (found: string) => string])[] = [
	// Ports that the system chose.
	[/localhost:(?!8765\b)\d{4,5}/g, () => 'localhost:40443'],
	[/(?<![\d.-])(?:3[2-9]|[45]\d|60)\d{3}\b/g, () => '40443'],
	[/(?<=T\d\d:\d\d:)\d\d\.\d{3}(?=Z)/g, () => '00.000'],
	// Of a Message-ID; the first group is long enough to tell it.
	[
		/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?=@)/g,
		() => '5f0c1d9e-3b7a-4c52-9e1f-8a6b2d4c7e90',
	],
	// The beginning of a new client secret.
	[/\b\w{3}8Q~…/g, () => 'B4S8Q~…'],
	// How long something took; a column of times keeps its right edge.
	[/ *\b\d+ ms\b/g, found => (found.startsWith('  ') ? '12 ms'.padStart(found.length) : ' 12 ms')],
	[/\b\d+\.\d s\b/g, () => '1.2 s'],
	[/\b0:\d\d of 10:00/g, () => '0:42 of 10:00'],
	[/\b14:0\d(?::\d\d)?\b/g, found => (found.length > 5 ? '14:05:00' : '14:05')],
	[/mailgrant-practice-\w{6}/g, () => 'mailgrant-practice-AbCdEf'],
];

/** The row with what changes made steady, as long as before. What takes the place of something looks as it did. */
export function steady(row: readonly Cell[]): Cell[] {
	return changing.reduce<Cell[]>(
		(cells, [pattern, instead]) => replaced(cells, pattern, instead),
		[...row],
	);
}

function replaced(row: readonly Cell[], pattern: RegExp, instead: (found: string) => string) {
	// Wide characters have an empty cell, so places in the text are told by the cells before them.
	const text = row.map(cell => cell.text || '\u0000').join('');
	const matches = [...text.matchAll(pattern)];
	if (matches.length === 0) return [...row];
	let at = 0;
	const cells: Cell[] = [];
	for (const match of matches) {
		cells.push(...row.slice(at, match.index));
		const look = row[match.index + match[0].length - 1] ?? blank;
		for (const character of instead(match[0])) cells.push({...look, text: character});
		at = match.index + match[0].length;
	}
	cells.push(...row.slice(at));
	return [...cells, ...Array.from({length: row.length}, () => blank)].slice(0, row.length);
}
