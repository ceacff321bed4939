import type {openTerminal} from '../../test/helpers/pty.js';

/** A place on the screen. Colours are numbers of the terminal's palette, or #RRGGBB. */
export type Cell = {
	readonly text: string;
	readonly color?: number | string;
	readonly ground?: number | string;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isUnderlined: boolean;
};

type Line = ReturnType<ReturnType<typeof openTerminal>['rows']>[number];

/** The cells of a row; a wide character is one cell and an empty one. */
export function cellsOf(line: Line): Cell[] {
	return Array.from({length: line.length}, (_, column) => {
		const cell = line.getCell(column);
		if (!cell) return blank;
		const color = cell.isFgDefault()
			? undefined
			: cell.isFgRGB()
				? hex(cell.getFgColor())
				: cell.getFgColor();
		const ground = cell.isBgDefault()
			? undefined
			: cell.isBgRGB()
				? hex(cell.getBgColor())
				: cell.getBgColor();
		const isInverse = cell.isInverse() !== 0;
		return {
			text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
			color: isInverse ? (ground ?? 'ground') : color,
			ground: isInverse ? (color ?? 'text') : ground,
			isBold: cell.isBold() !== 0,
			isDim: cell.isDim() !== 0,
			isUnderlined: cell.isUnderline() !== 0,
		};
	});
}

const hex = (color: number) => `#${color.toString(16).padStart(6, '0')}`;

export const blank: Cell = {text: ' ', isBold: false, isDim: false, isUnderlined: false};
