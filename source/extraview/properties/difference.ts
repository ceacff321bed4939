import {maskProperties} from './mask-properties.js';

/** Lines of equal text around a change. */
const context = 3;
/** Cells of the table of a comparison; texts of tasks have some dozen lines. */
const largestTable = 4_000_000;

type Line = {readonly mark: ' ' | '-' | '+'; readonly text: string};

/** Unified difference of two texts with their secrets hidden; empty when nothing differs. Line breaks are not shown. */
export function difference(
	before: string,
	after: string,
	names: {readonly before: string; readonly after: string},
): string {
	if (before === after) return '';
	const lines = compare(linesOf(maskProperties(before)), linesOf(maskProperties(after)));
	const hunks = hunksOf(lines);
	if (hunks.length === 0) return '';
	return [`--- ${names.before}`, `+++ ${names.after}`, ...hunks].join('\n');
}

function linesOf(text: string): readonly string[] {
	const lines = text.split(/\r\n|\r|\n/);
	return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
	const most = Math.min(before.length, after.length);
	let head = 0;
	while (head < most && before[head] === after[head]) head++;
	let tail = 0;
	while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
	const same = (text: string): Line => ({mark: ' ', text});
	return [
		...before.slice(0, head).map(same),
		...compareMiddle(
			before.slice(head, before.length - tail),
			after.slice(head, after.length - tail),
		),
		...before.slice(before.length - tail).map(same),
	];
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly string[], after: readonly string[]): readonly Line[] {
	const removed = (text: string): Line => ({mark: '-', text});
	const added = (text: string): Line => ({mark: '+', text});
	const width = after.length + 1;
	if ((before.length + 1) * width > largestTable) {
		return [...before.map(removed), ...after.map(added)];
	}
	const lengths = new Uint32Array((before.length + 1) * width);
	const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
	for (let row = before.length - 1; row >= 0; row--) {
		for (let column = after.length - 1; column >= 0; column--) {
			lengths[row * width + column] =
				before[row] === after[column]
					? at(row + 1, column + 1) + 1
					: Math.max(at(row + 1, column), at(row, column + 1));
		}
	}
	const lines: Line[] = [];
	let row = 0;
	let column = 0;
	while (row < before.length || column < after.length) {
		const [old, fresh] = [before[row], after[column]];
		if (old !== undefined && old === fresh) {
			lines.push({mark: ' ', text: old});
			row++;
			column++;
		} else if (
			old !== undefined &&
			(fresh === undefined || at(row + 1, column) >= at(row, column + 1))
		) {
			lines.push(removed(old));
			row++;
		} else if (fresh !== undefined) {
			lines.push(added(fresh));
			column++;
		}
	}
	return lines;
}

function hunksOf(lines: readonly Line[]): readonly string[] {
	const changed = lines.flatMap(({mark}, index) => (mark === ' ' ? [] : [index]));
	const ranges: {start: number; end: number}[] = [];
	for (const index of changed) {
		const start = Math.max(0, index - context);
		const end = Math.min(lines.length, index + context + 1);
		const last = ranges.at(-1);
		if (last && start <= last.end) last.end = end;
		else ranges.push({start, end});
	}
	return ranges.flatMap(({start, end}) => {
		const hunk = lines.slice(start, end);
		const count = (from: readonly Line[], other: '-' | '+') =>
			from.filter(({mark}) => mark !== other).length;
		const head = lines.slice(0, start);
		const span = (other: '-' | '+') => {
			const length = count(hunk, other);
			return `${count(head, other) + (length === 0 ? 0 : 1)},${length}`;
		};
		return [`@@ -${span('+')} +${span('-')} @@`, ...hunk.map(({mark, text}) => `${mark}${text}`)];
	});
}
