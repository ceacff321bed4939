import {type Line, widthOf} from './line.js';

/** Where the cursor of the terminal goes, in columns and rows from the top left; undefined where nothing is typed. */
export function caretOf(
	lines: readonly Line[],
): {readonly x: number; readonly y: number} | undefined {
	for (const [y, spans] of lines.entries()) {
		const at = spans.findIndex(({tone}) => tone === 'caret');
		if (at !== -1) return {x: widthOf(spans.slice(0, at)), y};
	}
	return undefined;
}
