import encodeQR from 'qr';
import type {Line} from './line.js';

export type QrLines =
	| {readonly fits: true; readonly lines: readonly Line[]}
	/** A sentence with both sizes. */
	| {readonly fits: false; readonly why: string};

/** ISO/IEC 18004 asks for four light modules around; most readers are content with two. */
const margins = [4, 2] as const;
/** Bytes that the largest code holds with the least error correction (ISO/IEC 18004, version 40-L). */
const maxBytes = 2953;

/** A text as a QR code, dark on light whatever the terminal's colours are: two modules a character with block characters, else one in two columns. */
export function qrLines(
	text: string,
	{
		columns,
		rows,
		isUtf8,
	}: {readonly columns: number; readonly rows: number; readonly isUtf8: boolean},
): QrLines {
	if (new TextEncoder().encode(text).length > maxBytes) {
		return {fits: false, why: `${text.length} characters are more than a QR code holds.`};
	}
	const shapes = margins.map(border => {
		const modules = encodeQR(text, 'raw', {ecc: 'low', border});
		const size = modules.length;
		return {
			modules,
			columns: isUtf8 ? size : 2 * size,
			rows: isUtf8 ? Math.ceil(size / 2) : size,
		};
	});
	const shape = shapes.find(each => each.columns <= columns && each.rows <= rows);
	const least = shapes.at(-1);
	if (!shape) {
		const without = isUtf8 ? '' : ' without block characters (the locale is not UTF-8)';
		return {
			fits: false,
			why: `The QR code needs ${least?.columns} columns and ${least?.rows} rows${without}; here are ${columns} and ${rows}.`,
		};
	}
	return {fits: true, lines: isUtf8 ? blocks(shape.modules) : spaces(shape.modules)};
}

type Modules = readonly (readonly boolean[])[];

/** Upper and lower module of a character, ink on paper. */
function blocks(modules: Modules): readonly Line[] {
	return modules
		.filter((_, y) => y % 2 === 0)
		.map((upper, index) => {
			const lower = modules[2 * index + 1];
			const text = upper.map((isDark, x) => block(isDark, lower?.[x] === true)).join('');
			return [{text, tone: 'code'}];
		});
}

function block(isUpperDark: boolean, isLowerDark: boolean): string {
	if (isUpperDark) return isLowerDark ? '█' : '▀';
	return isLowerDark ? '▄' : ' ';
}

/** Colours alone: runs of the same one share their span. */
function spaces(modules: Modules): readonly Line[] {
	return modules.map(row => {
		const spans: {text: string; said: string; tone: 'code' | 'ink'}[] = [];
		for (const isDark of row) {
			const tone = isDark ? 'ink' : 'code';
			const last = spans.at(-1);
			// Printed line by line there is no colour.
			const said = isDark ? '##' : '  ';
			if (last?.tone === tone) {
				last.text += '  ';
				last.said += said;
			} else spans.push({text: '  ', said, tone});
		}
		return spans;
	});
}
