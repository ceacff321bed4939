import type {Line} from './line.js';
import {paragraph} from './wrap.js';

/** A sheet as it is read: lines that are too long go on beneath themselves, as far in as they began. */
export function sheetLines(text: string, width: number): readonly Line[] {
	return text.split('\n').flatMap((row): readonly Line[] => {
		if (row.trim() === '') return [[]];
		const indent = /^ *(?:\d+\. |- )?/.exec(row)?.[0].length ?? 0;
		// Rows of columns that fit keep their gaps, which wrapping would close.
		if (row.length <= width) return [[{text: row, tone: indent === 0 ? 'strong' : 'plain'}]];
		return paragraph(row.slice(indent), width, {
			indent: Math.min(indent, 10),
			first: [{text: row.slice(0, indent)}],
		});
	});
}
