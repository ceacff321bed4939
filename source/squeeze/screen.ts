import {blank, type Cell, type Grapheme, graphemesOf} from './cell.js';
import {backgroundOf, restyle} from './style.js';
import type {Token} from './tokens.js';

/** What a terminal shows, as far as Ink makes use of it. Rows and columns count from 0. */
export type Screen = {
	columns: number;
	readonly cells: Cell[][];
	row: number;
	column: number;
	/** The last column is written, and the next character begins a row. */
	isWrapPending: boolean;
	style: string;
	link: string;
	isCursorShown: boolean;
};

/** `drawn` is in the model now; `silent` changes nothing that it knows of; of `unknown` it can't say what it did. */
export type Effect = 'drawn' | 'silent' | 'unknown';

const rowOf = (columns: number, cell = blank) => new Array<Cell>(columns).fill(cell);

export const createScreen = (columns: number, rows: number): Screen => ({
	columns,
	cells: Array.from({length: rows}, () => rowOf(columns)),
	row: 0,
	column: 0,
	isWrapPending: false,
	style: '',
	link: '',
	isCursorShown: true,
});

/** Keeps what stands at the top left. */
export function resize(screen: Screen, columns: number, rows: number): void {
	screen.cells.length = Math.min(screen.cells.length, rows);
	while (screen.cells.length < rows) screen.cells.push(rowOf(columns));
	for (const cells of screen.cells) {
		const before = cells.length;
		cells.length = columns;
		if (columns > before) cells.fill(blank, before);
		mend(cells, {from: columns, to: columns, fill: blank});
	}
	screen.columns = columns;
	move(screen, screen.row, screen.column);
}

export function apply(screen: Screen, token: Token): Effect {
	switch (token.type) {
		case 'text':
			for (const grapheme of graphemesOf(token.raw)) put(screen, grapheme);
			return 'drawn';
		case 'control':
			return control(screen, token.raw);
		case 'control sequence':
			return sequence(screen, token);
		case 'link':
			screen.link = token.target === '' ? '' : token.raw;
			return 'drawn';
		case 'string':
			return 'silent';
		case 'escape':
			return 'unknown';
	}
}

function put(screen: Screen, {text, width, isExact}: Grapheme): void {
	const {columns, style, link} = screen;
	if (width === 0) {
		join(screen, text);
		return;
	}
	if (screen.isWrapPending || screen.column + width > columns) {
		// A wide character does not go into the last column. xterm.js fills it; Ink never sends it there.
		if (!screen.isWrapPending) {
			const left = screen.cells[screen.row] ?? [];
			const fill = {...blank, style, link};
			left.fill(fill, screen.column);
			mend(left, {from: screen.column, to: columns, fill});
		}
		screen.column = 0;
		lineFeed(screen);
	}
	const cells = screen.cells[screen.row] ?? [];
	const {column} = screen;
	const end = Math.min(columns, column + width);
	cells[column] = {text, width, style, link, isExact};
	if (width > 1) cells.fill({text: '', width: 0, style, link, isExact: false}, column + 1, end);
	mend(cells, {from: column, to: end, fill: {...blank, style, link}});
	screen.column = Math.min(columns - 1, column + width);
	screen.isWrapPending = column + width >= columns;
}

/** A combining mark goes to the character before it. */
function join(screen: Screen, text: string): void {
	const cells = screen.cells[screen.row] ?? [];
	let column = screen.isWrapPending ? screen.column : screen.column - 1;
	while (column > 0 && cells[column]?.width === 0) column--;
	const cell = cells[column];
	if (cell) cells[column] = {...cell, text: cell.text + text, isExact: false};
}

/** A wide character of which a half was overwritten, by what is now from `from` to `to`, is gone. */
function mend(
	cells: Cell[],
	{from, to, fill}: {readonly from: number; readonly to: number; readonly fill: Cell},
): void {
	let lead = from - 1;
	while (lead > 0 && cells[lead]?.width === 0) lead--;
	if (lead >= 0 && (cells[lead]?.width ?? 0) > from - lead) cells.fill(fill, lead, from);
	for (let column = to; cells[column]?.width === 0; column++) cells[column] = fill;
}

function control(screen: Screen, raw: string): Effect {
	switch (raw) {
		case '\r':
			screen.column = 0;
			screen.isWrapPending = false;
			return 'drawn';
		case '\n':
			// The terminal line gives it a carriage return, in raw mode too (libuv leaves ONLCR on).
			screen.column = 0;
			lineFeed(screen);
			return 'drawn';
		case '\b':
			move(screen, screen.row, screen.column - 1);
			return 'drawn';
		case '\u0000':
		case '\u0007':
			return 'silent';
		default:
			return 'unknown';
	}
}

function lineFeed(screen: Screen): void {
	screen.isWrapPending = false;
	if (screen.row < screen.cells.length - 1) {
		screen.row++;
		return;
	}
	screen.cells.shift();
	screen.cells.push(rowOf(screen.columns, erasedBy(screen)));
}

function move(screen: Screen, row: number, column: number): void {
	screen.row = Math.max(0, Math.min(screen.cells.length - 1, row));
	screen.column = Math.max(0, Math.min(screen.columns - 1, column));
	screen.isWrapPending = false;
}

const erasedBy = ({style}: Screen): Cell => {
	const background = backgroundOf(style);
	return background === '' ? blank : {...blank, style: background};
};

function erase(screen: Screen, cells: Cell[], from: number, to: number): void {
	const fill = erasedBy(screen);
	cells.fill(fill, from, to);
	mend(cells, {from, to, fill});
}

function sequence(
	screen: Screen,
	{parameters, final}: Extract<Token, {type: 'control sequence'}>,
): Effect {
	if (/^[<-?]/.test(parameters)) return mode(screen, parameters, final);
	const [first = 0, second = 0] = parameters.split(';').map(Number);
	const by = Math.max(1, first);
	switch (final) {
		case 'A':
			move(screen, screen.row - by, screen.column);
			return 'drawn';
		case 'B':
			move(screen, screen.row + by, screen.column);
			return 'drawn';
		case 'C':
			move(screen, screen.row, screen.column + by);
			return 'drawn';
		case 'D':
			move(screen, screen.row, screen.column - by);
			return 'drawn';
		case 'E':
			move(screen, screen.row + by, 0);
			return 'drawn';
		case 'F':
			move(screen, screen.row - by, 0);
			return 'drawn';
		case 'G':
			move(screen, screen.row, by - 1);
			return 'drawn';
		case 'd':
			move(screen, by - 1, screen.column);
			return 'drawn';
		case 'H':
		case 'f':
			move(screen, by - 1, Math.max(1, second) - 1);
			return 'drawn';
		case 'J':
			return eraseScreen(screen, first);
		case 'K':
			return eraseRow(screen, first);
		case 'm':
			screen.style = restyle(screen.style, parameters);
			return 'drawn';
		// Questions to the terminal, and the shape of its cursor and window.
		case 'c':
		case 'n':
		case ' q':
		case 't':
			return 'silent';
		default:
			return 'unknown';
	}
}

/** Modes that change where characters go. */
const drawingModes = /(?:^|[?;])(?:[1-9]|4[57]|6[69]|95|1047|1048|1049)(?:;|$)/;

function mode(screen: Screen, parameters: string, final: string): Effect {
	const isSwitch = final === 'h' || final === 'l';
	if (parameters === '?25' && isSwitch) {
		screen.isCursorShown = final === 'h';
		return 'drawn';
	}
	if (isSwitch && drawingModes.test(parameters)) return 'unknown';
	return parameters.startsWith('?') && (final === 'J' || final === 'K') ? 'unknown' : 'silent';
}

function eraseRow(screen: Screen, how: number): Effect {
	const cells = screen.cells[screen.row] ?? [];
	const {column, columns} = screen;
	if (how > 2) return 'unknown';
	erase(screen, cells, how === 0 ? column : 0, how === 1 ? column + 1 : columns);
	return 'drawn';
}

function eraseScreen(screen: Screen, how: number): Effect {
	if (how > 2) return 'unknown';
	if (how < 2) eraseRow(screen, how);
	const from = how === 0 ? screen.row + 1 : 0;
	const to = how === 1 ? screen.row : screen.cells.length;
	for (const cells of screen.cells.slice(from, to)) erase(screen, cells, 0, screen.columns);
	return 'drawn';
}
