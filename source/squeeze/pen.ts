import type {Cell} from './cell.js';
import {change} from './style.js';

/** Where a terminal stands, and the text that brings it elsewhere. */
export type Pen = {
	readonly moveTo: (row: number, column: number) => void;
	readonly put: (cell: Cell) => void;
	/** Moves what stands there and right of it, and leaves blanks; what goes beyond the last column is gone. */
	readonly shiftRight: (count: number) => void;
	/** Takes that many cells away, so that what stands right of them closes up. */
	readonly shiftLeft: (count: number) => void;
	/** Erases to the end of the row; the pen stays where it is. */
	readonly eraseRight: () => void;
	/** Erases all below and right of it. */
	readonly eraseBelow: () => void;
	/** After characters of which no one knows how wide a terminal draws them. */
	readonly lose: () => void;
	/** Plain again, so that whatever else is written comes as it is. */
	readonly rest: () => void;
	readonly text: () => string;
	readonly state: () => PenState;
	/** Goes on from where another ended that began here. */
	readonly follow: (other: Pen) => void;
};

export type PenState = {
	/** Undefined when it is not known. */
	readonly place?: Place;
	readonly style: string;
	readonly link: string;
};

export type Place = {readonly row: number; readonly column: number};

const closeLink = '\u001B]8;;\u001B\\';
const plain = {style: '', link: ''} as const;

export function createPen(start: PenState, columns: number): Pen {
	let {place, style, link} = start;
	let text = '';
	const wear = (cell: Pick<Cell, 'style' | 'link'>) => {
		text += change(style, cell.style);
		style = cell.style;
		if (link !== cell.link) text += cell.link === '' ? closeLink : cell.link;
		link = cell.link;
	};
	const plainly = (what: string) => {
		wear(plain);
		text += what;
	};
	return {
		moveTo(row, column) {
			text += way(place, {row, column});
			place = {row, column};
		},
		put(cell) {
			if (cell.width === 0) return;
			wear(cell);
			text += cell.text;
			const column = (place?.column ?? 0) + cell.width;
			// Behind the last column terminals differ about where they are.
			place = place && column < columns ? {row: place.row, column} : undefined;
		},
		shiftRight: count => plainly(sequence(count, '@')),
		shiftLeft: count => plainly(sequence(count, 'P')),
		eraseRight: () => plainly('\u001B[K'),
		eraseBelow: () => plainly('\u001B[J'),
		lose() {
			place = undefined;
		},
		rest: () => wear(plain),
		text: () => text,
		state: () => ({place, style, link}),
		follow(other) {
			text += other.text();
			({place, style, link} = other.state());
		},
	};
}

/** The shortest of the ways that every terminal knows. A line feed is none: what it does depends on the terminal line. */
function way(from: Place | undefined, {row, column}: Place): string {
	if (from?.row === row && from.column === column) return '';
	const ways = [absolute(row, column)];
	if (from) {
		const down = row - from.row;
		if (down === 0) ways.push(...along(from.column, column));
		if (column === from.column) ways.push(sequence(Math.abs(down), down > 0 ? 'B' : 'A'));
		if (column === 0 && down !== 0) ways.push(sequence(Math.abs(down), down > 0 ? 'E' : 'F'));
	}
	return ways.reduce((best, other) => (other.length < best.length ? other : best));
}

function absolute(row: number, column: number): string {
	const rowNumber = row === 0 ? '' : String(row + 1);
	return `\u001B[${rowNumber}${column === 0 ? '' : `;${column + 1}`}H`;
}

function along(from: number, to: number): readonly string[] {
	const back = from - to;
	const ways = [sequence(to + 1, 'G')];
	if (to === 0) ways.push('\r');
	if (back > 0) ways.push(back < 4 ? '\b'.repeat(back) : sequence(back, 'D'));
	if (back < 0) ways.push(sequence(-back, 'C'));
	return ways;
}

const sequence = (count: number, final: string) => `\u001B[${count === 1 ? '' : count}${final}`;
