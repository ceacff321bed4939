import {type Cell, isSame} from './cell.js';
import {paintRow} from './paint-row.js';
import {createPen, type Place} from './pen.js';
import type {Screen} from './screen.js';

/** What is known of a terminal: its cells, where its cursor is, and whether that is seen. */
export type Shown = {
	readonly cells: readonly (readonly Cell[])[];
	/** Undefined when it is not known. */
	readonly place?: Place;
	readonly isCursorShown: boolean;
};

/** What the terminal gets may be seen while it comes; from this many characters on it is held together. */
const worthHolding = 256;

const beginUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';
const showCursor = '\u001B[?25h';
const hideCursor = '\u001B[?25l';

/** The text that brings a terminal to the screen. Undefined stands for a terminal of which nothing is known. */
export function paint(shown: Shown | undefined, screen: Screen): {text: string; shown: Shown} {
	const {cells, columns, row, column, isCursorShown} = screen;
	const pen = createPen({place: shown?.place, style: '', link: ''}, columns);
	const next = [...(shown?.cells ?? [])];
	if (!shown) {
		pen.moveTo(0, 0);
		pen.eraseBelow();
	}
	// Where the cursor stands comes last: it is then there already.
	const last = isCursorShown ? [row] : [];
	for (const index of [...cells.keys()].filter(key => !last.includes(key)).concat(last)) {
		const wanted = cells[index] ?? [];
		const had = next[index];
		if (had && wanted.every((cell, at) => isSame(cell, had[at]))) continue;
		paintRow(pen, {row: index, had: had ?? [], wanted, columns});
		next[index] = [...wanted];
	}
	pen.rest();
	if (isCursorShown) pen.moveTo(row, column);
	// Whatever a terminal was left with goes first.
	const body = (shown ? '' : '\u001B[m') + pen.text();
	return {
		text: framed(body, {wasShown: shown?.isCursorShown, isShown: isCursorShown}),
		shown: {cells: next, place: pen.state().place, isCursorShown},
	};
}

/** A large change is not watched line by line, and the cursor does not run about in it. */
function framed(
	body: string,
	{wasShown, isShown}: {readonly wasShown: boolean | undefined; readonly isShown: boolean},
): string {
	if (body.length < worthHolding) {
		return body + (wasShown === isShown ? '' : isShown ? showCursor : hideCursor);
	}
	const hide = wasShown === false ? '' : hideCursor;
	return beginUpdate + hide + body + (isShown ? showCursor : '') + endUpdate;
}
