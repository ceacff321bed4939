import type {Notice, State} from '../checklist/state.js';
import {fold} from '../ui/format/fold.js';
import type {Line} from '../ui/format/line.js';
import {saidLines} from '../ui/format/said-lines.js';
import {newsOf} from './news.js';
import type {OpenPage, Pages} from './pages.js';
import type {Printer} from './printer.js';

export type Teller = {
	/** Prints a page that was opened whole, and of one that is known what is new. */
	readonly tell: () => void;
	/** Texts of the fields that are asked for are no news. */
	readonly setAsked: (labels: readonly string[]) => void;
};

/** What lasts shorter is told when it has ended. In milliseconds. */
const shortMs = 1000;
const none: {readonly key: string; readonly lines: readonly string[]} = {key: '', lines: []};

/** Says what is on the page, each thing once. */
export function createTeller({
	pages,
	printer,
	getState,
	columns,
	later,
}: {
	readonly pages: Pages;
	readonly printer: Printer;
	readonly getState: () => State;
	/** Where sentences are folded. */
	readonly columns: number;
	/** Has `tell` called again after a while. */
	readonly later: (ms: number) => void;
}): Teller {
	let screen = none;
	let overlay = none;
	const begun = new Map<string, number>();
	let notice: Notice | undefined;
	let asked: readonly string[] = [];

	/** The lines to print; what has just begun is left out, and comes when it lasts. */
	function linesOf({page, isUnwrapped}: OpenPage): readonly string[] {
		const width = isUnwrapped ? undefined : columns;
		const running = new Set<string>();
		const all = [...page.lines, ...(page.extras?.flat() ?? [])];
		const lines = all.flatMap((spans, index): readonly string[] => {
			const texts = labelled(saidLines(spans, {width}), page, index);
			if (!isRunning(spans)) return texts;
			const id = texts.join('\n');
			running.add(id);
			const since = begun.get(id) ?? performance.now();
			begun.set(id, since);
			if (performance.now() - since >= shortMs) return texts;
			later(shortMs);
			return [];
		});
		for (const id of begun.keys()) if (!running.has(id)) begun.delete(id);
		return lines;
	}

	function tellNotice() {
		const latest = getState().notice;
		if (latest === notice) return;
		notice = latest;
		if (!latest) return;
		const steps = (latest.nextSteps ?? []).map(step => `  ${step}`);
		printer.print([latest.text, ...steps].flatMap(text => fold(text, columns)));
	}

	return {
		tell() {
			const open = pages.current();
			const before = open.isOverlay ? overlay : screen;
			const isNew = before.key !== open.key;
			if (isNew) pages.stopClock();
			const lines = linesOf(isNew ? pages.current() : open);
			if (isNew) {
				const {form} = open.page;
				const labels = form?.isOpened ? form.fields.map(({label}) => label) : [];
				const others = lines.filter(line => !labels.some(label => isOf(line, label)));
				printer.print(['', ...fold(titleOf(open, getState()), columns), '', ...others]);
			} else {
				const news = newsOf(before.lines, lines);
				printer.print(news.filter(line => !asked.some(label => isOf(line, label))));
			}
			if (open.isOverlay) overlay = {key: open.key, lines};
			else {
				screen = {key: open.key, lines};
				overlay = none;
			}
			tellNotice();
		},
		setAsked(labels) {
			asked = labels;
		},
	};
}

const isRunning = (spans: Line) =>
	spans.some(({text, tone}) => tone === 'running' && text.startsWith('running'));

const isOf = (line: string, label: string) => line.replace(/^[> ] /, '').startsWith(label);

/** Rows that can be chosen have their number before them, and what follows a row its name: several may be told at a time. */
function labelled(texts: readonly string[], {rows}: OpenPage['page'], index: number) {
	if (!rows || rows.isNumbered) return texts;
	const [first = '', ...rest] = texts;
	const row = rows.starts.indexOf(index);
	if (row !== -1) return [`${String(row + 1).padStart(2)} ${first}`, ...rest];
	const above = rows.starts.findLastIndex(start => start < index);
	const name = rows.names?.[above];
	const isInside = name !== undefined && first.startsWith('  ') && index < (rows.end ?? 0);
	return isInside ? [`  ${name}: ${first.trim()}`, ...rest] : texts;
}

function titleOf({page}: OpenPage, {isPractice}: State): string {
	const about = saidLines(page.about ?? [])
		.join(' ')
		.trim();
	return [page.title, isPractice ? 'practice' : '', about].filter(text => text !== '').join('   ');
}
