import {glyphs} from '../theme.js';
import {columnsOf} from './columns.js';

export type Hint = {readonly key: string; readonly hint: string; readonly isKept: boolean};

/** The hints that fit: from the least important, which stand last, some are left out; kept ones go last, and never the help. */
export function fitHints(hints: readonly Hint[], width: number): readonly Hint[] {
	let fitting = hints;
	while (widthOf(fitting) > width) {
		const optional = fitting.findLastIndex((hint, index) => index > 0 && !hint.isKept);
		const victim =
			optional === -1
				? fitting.findLastIndex(({hint}, index) => index > 0 && hint !== 'help')
				: optional;
		if (victim === -1) return fitting;
		fitting = fitting.filter((_, index) => index !== victim);
	}
	return fitting;
}

const widthOf = (hints: readonly Hint[]) =>
	columnsOf(hints.map(({key, hint}) => `${key} ${hint}`).join(glyphs.separator));
