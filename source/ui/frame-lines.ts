import type {State} from '../checklist/state.js';
import {aloneKeyOf} from './alone-key.js';
import {caretOf} from './format/caret.js';
import {linesAbove, linesBelow, smallWindow} from './format/frame-words.js';
import {hintSpans} from './format/hint-spans.js';
import {blank, type Line, line, spread} from './format/line.js';
import {noticeLines} from './format/notice-lines.js';
import {windowOf} from './format/scroll.js';
import {titleRight} from './format/title-right.js';
import {paragraph} from './format/wrap.js';
import {labelOf, wordLabelOf} from './keys.js';
import type {Page} from './page.js';

/** Half of the columns that are kept for the title. */
const minimalTitle = 10;

export const smallest = {columns: 40, rows: 12} as const;

/** A page as it fits into a terminal. */
export type FrameLines = {
	/** At most as many as the terminal has rows. */
	readonly lines: readonly Line[];
	/** Where the cursor of the terminal is seen. */
	readonly caret?: {readonly x: number; readonly y: number};
	/** How far it is scrolled, how far it can be, and by how much a page. */
	readonly scroll: {readonly offset: number; readonly last: number; readonly page: number};
};

/** Title, the thing itself, what just happened, the keys. */
export function frameLines(
	page: Page,
	{
		state,
		columns,
		rows,
		isAscii,
	}: {
		readonly state: State;
		readonly columns: number;
		readonly rows: number;
		readonly isAscii: boolean;
	},
): FrameLines {
	const {title, about = [], extras = [], footer = [], notice, focus} = page;
	const noticedWith = (gap: readonly Line[]) => [
		...footer,
		...(footer.length > 0 ? gap : []),
		...(notice ? [...noticeLines(notice, columns, aloneKeyOf(page)), ...gap] : []),
	];
	const heightWith = (gap: readonly Line[]) =>
		Math.max(1, rows - 2 - 2 * gap.length - noticedWith(gap).length);
	const isLoose =
		rows >= 16 && !page.isTight && !isTight(page.lines.length, heightWith([blank]), heightWith([]));
	const gap = isLoose ? [blank] : [];
	const height = heightWith(gap);
	const lines = withExtras(page.lines, extras, height);
	const around = windowOf({length: lines.length, height, focus});
	const by = state.cursors[page.scroll] ?? 0;
	const shown = windowOf({length: lines.length, height, focus, by});
	const offset = shown.start - around.start;
	const scroll = {
		offset,
		last: offset + lines.length - shown.end,
		page: Math.max(1, height - 2),
	};
	if (columns < smallest.columns || rows < smallest.rows) {
		return {lines: paragraph(smallWindow(smallest), Math.max(1, columns)), scroll};
	}
	const below = lines.length - shown.end;
	const above = shown.start;
	const body = lines.slice(shown.start, shown.end);
	const marked = body.map((row, index): Line => {
		if (index === 0 && above > 0) return line(linesAbove(above + 1), 'dim');
		if (index === body.length - 1 && below > 0) return line(linesBelow(below + 1), 'dim');
		return row;
	});
	const right = titleRight(state, about, columns - 2 * minimalTitle);
	const heading = spread([{text: title, tone: 'strong'}], right, columns);
	const top = [heading, ...gap, ...marked].filter(takesRow);
	const hints = hintSpans(page.bindings, columns, isAscii ? wordLabelOf : labelOf);
	const bottom = [...gap, ...noticedWith(gap), hints].filter(takesRow);
	const between = Array.from({length: Math.max(0, rows - top.length - bottom.length)}, () => blank);
	return {lines: [...top, ...between, ...bottom].slice(0, rows), caret: caretOf(top), scroll};
}

/** A line of nothing takes none; one without spans is blank. */
const takesRow = (spans: Line) => spans.length === 0 || spans.some(({text}) => text !== '');

/** Whether the rows between the parts have to give way, so that all lines are in sight. */
const isTight = (length: number, loose: number, tight: number) => length > loose && length <= tight;

function withExtras(
	lines: readonly Line[],
	extras: readonly (readonly Line[])[],
	height: number,
): readonly Line[] {
	let shown = lines;
	for (const extra of extras) {
		if (shown.length + extra.length > height) return shown;
		shown = [...shown, ...extra];
	}
	return shown;
}
