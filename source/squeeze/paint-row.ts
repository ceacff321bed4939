import {blank, type Cell, isSame} from './cell.js';
import {createPen, type Pen} from './pen.js';

type Row = {
	readonly row: number;
	readonly columns: number;
	/** What the terminal shows; blank where there is nothing. */
	readonly had: readonly Cell[];
	readonly wanted: readonly Cell[];
};

type Rows = Row & {
	/** Behind the last cell that shows anything. */
	readonly oldEnd: number;
	readonly newEnd: number;
};

/** The shortest of three ways: only what differs, all from the first difference on, or what is there moved along. */
export function paintRow(pen: Pen, given: Row): void {
	const {had, wanted, columns} = given;
	const rows: Rows = {...given, oldEnd: endOf(had), newEnd: endOf(wanted)};
	const end = Math.max(rows.oldEnd, rows.newEnd);
	const first = (is: (at: number) => boolean) => {
		for (let at = 0; at < end; at++) if (is(at)) return at;
		return undefined;
	};
	const different = first(at => !isSame(wanted[at], had[at] ?? blank));
	if (different === undefined) return;
	const isExact = (cell = blank) => cell.isExact;
	const vague = first(at => !isExact(wanted[at]) || !isExact(had[at]));
	if (vague !== undefined) {
		wholly(pen, rows, Math.min(vague, different));
		pen.lose();
		return;
	}
	if (rows.oldEnd === 0) {
		sparsely(pen, rows, different);
		return;
	}
	const ways = [differences, sparsely, ...(isShifted(rows, different) ? [shifted] : [])];
	const there = ways.map(draw => {
		const other = createPen(pen.state(), columns);
		draw(other, rows, different);
		return other;
	});
	pen.follow(there.reduce((best, way) => (way.text().length < best.text().length ? way : best)));
}

/** Where terminals differ about widths, only what comes left of it is where it is thought to be. */
function wholly(pen: Pen, {row, wanted, oldEnd, newEnd}: Rows, from: number): void {
	pen.moveTo(row, from);
	if (oldEnd > from) pen.eraseRight();
	for (const cell of wanted.slice(from, newEnd)) pen.put(cell);
}

/** A move costs three characters at least; up to as many are written anew instead. */
const worthMoving = 3;

function sparsely(pen: Pen, {row, wanted, oldEnd, newEnd}: Rows, from: number): void {
	pen.moveTo(row, from);
	if (oldEnd > from) pen.eraseRight();
	putThose(pen, {row, wanted, from, to: newEnd, isNeeded: at => !isSame(wanted[at], blank)});
}

function differences(pen: Pen, {row, had, wanted, oldEnd, newEnd}: Rows, from: number): void {
	const isNeeded = (at: number) => !isSame(wanted[at], had[at] ?? blank);
	const isErased = oldEnd - newEnd > worthMoving;
	putThose(pen, {row, wanted, from, to: isErased ? newEnd : Math.max(oldEnd, newEnd), isNeeded});
	if (!isErased) return;
	pen.moveTo(row, newEnd);
	pen.eraseRight();
}

/** Characters were typed or deleted before others. */
function isShifted({had, wanted, oldEnd, newEnd}: Rows, from: number): boolean {
	const by = newEnd - oldEnd;
	const end = Math.min(oldEnd, newEnd);
	if (by === 0 || end <= from) return false;
	const [shorter, longer] = by > 0 ? [had, wanted] : [wanted, had];
	for (let at = from; at < end; at++) {
		if (!isSame(shorter[at], longer[at + Math.abs(by)])) return false;
	}
	return true;
}

function shifted(pen: Pen, {row, wanted, oldEnd, newEnd}: Rows, from: number): void {
	const by = newEnd - oldEnd;
	pen.moveTo(row, from);
	if (by < 0) {
		pen.shiftLeft(-by);
		return;
	}
	pen.shiftRight(by);
	for (const cell of wanted.slice(from, from + by)) pen.put(cell);
}

function putThose(
	pen: Pen,
	{
		row,
		wanted,
		from,
		to,
		isNeeded,
	}: {
		readonly row: number;
		readonly wanted: readonly Cell[];
		readonly from: number;
		readonly to: number;
		readonly isNeeded: (at: number) => boolean;
	},
): void {
	let done = from;
	for (let at = from; at < to; at++) {
		if (!isNeeded(at)) continue;
		if (at > done && at - done <= worthMoving && isAtHand(pen, {row, wanted, done, at})) {
			for (const cell of wanted.slice(done, at)) pen.put(cell);
		} else {
			pen.moveTo(row, at);
		}
		pen.put(wanted[at] ?? blank);
		done = at + 1;
	}
}

/** The pen is before the cells between, and they look as what it wrote last. */
function isAtHand(
	pen: Pen,
	{
		row,
		wanted,
		done,
		at,
	}: {
		readonly row: number;
		readonly wanted: readonly Cell[];
		readonly done: number;
		readonly at: number;
	},
): boolean {
	const {place, style, link} = pen.state();
	return (
		place?.row === row &&
		place.column === done &&
		wanted.slice(done, at).every(cell => cell.style === style && cell.link === link)
	);
}

function endOf(cells: readonly Cell[]): number {
	let end = cells.length;
	while (end > 0 && isSame(cells[end - 1], blank)) end--;
	return end;
}
