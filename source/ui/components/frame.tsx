import {useApp, useCursor, useIsScreenReaderEnabled, useWindowSize} from 'ink';
import {use} from 'react';
import {aloneKeyOf} from '../alone-key.js';
import {caretOf} from '../format/caret.js';
import {linesAbove, linesBelow, smallWindow} from '../format/frame-words.js';
import {hintSpans} from '../format/hint-spans.js';
import {blank, type Line, line, spread} from '../format/line.js';
import {noticeLines} from '../format/notice-lines.js';
import {windowOf} from '../format/scroll.js';
import {titleRight} from '../format/title-right.js';
import {paragraph} from '../format/wrap.js';
import {frameBindings} from '../frame-bindings.js';
import {type Binding, labelOf, wordLabelOf} from '../keys.js';
import type {Page} from '../page.js';
import type {ScreenProps} from '../screen-props.js';
import {useBindings} from '../use-bindings.js';
import {Lines} from './lines.js';
import {MannerContext} from './manner.js';
import {Reading} from './reading.js';

/** Half of the columns that are kept for the title. */
const minimalTitle = 10;

export const smallest = {columns: 40, rows: 12} as const;

export type FrameProps = Pick<ScreenProps, 'state' | 'store' | 'tasks'> & Page;

/** Title, the thing itself, what just happened, the keys. Exactly as many rows as the terminal has. */
export function Frame(props: FrameProps) {
	const {state, store, tasks, title, about = [], extras = [], footer = [], scroll, notice} = props;
	const {focus, onEdit, onPaste} = props;
	const {columns, rows} = useWindowSize();
	const {exit} = useApp();
	const {setCursorPosition} = useCursor();
	const isSmall = columns < smallest.columns || rows < smallest.rows;
	const noticedWith = (gap: readonly Line[]) => [
		...footer,
		...(footer.length > 0 ? gap : []),
		...(notice ? [...noticeLines(notice, columns, aloneKeyOf(props)), ...gap] : []),
	];
	const heightWith = (gap: readonly Line[]) =>
		Math.max(1, rows - 2 - 2 * gap.length - noticedWith(gap).length);
	const isLoose =
		rows >= 16 &&
		!props.isTight &&
		!isTight(props.lines.length, heightWith([blank]), heightWith([]));
	const gap = isLoose ? [blank] : [];
	const noticed = noticedWith(gap);
	const height = heightWith(gap);
	const lines = withExtras(props.lines, extras, height);
	const around = windowOf({length: lines.length, height, focus});
	const by = state.cursors[scroll] ?? 0;
	const shown = windowOf({length: lines.length, height, focus, by});
	const offset = shown.start - around.start;

	const scrollTo = (to: number) =>
		store.dispatch({
			type: 'cursor-moved',
			list: scroll,
			to: Math.max(0, Math.min(to, offset + lines.length - shown.end)),
		});
	const page = Math.max(1, height - 2);
	const bindings: readonly Binding[] = [
		...props.bindings,
		...frameBindings(
			{...props, notice},
			{
				scrollBy: count => scrollTo(offset + count),
				scrollPages: count => scrollTo(offset + count * page),
				scrollToStart: () => scrollTo(0),
				scrollToEnd: () => scrollTo(lines.length),
				leave: () => exit(),
				showCopied: () => tasks.showCopied(),
				stopJob: () => tasks.stopJob(),
				redraw: () => tasks.redraw(),
			},
		),
	];
	useBindings({bindings, onEdit, onPaste});
	const isRead = useIsScreenReaderEnabled();
	const {isAscii} = use(MannerContext);

	if (isRead) return <Reading {...props} bindings={bindings} />;

	if (isSmall) {
		setCursorPosition(undefined);
		const sentence = smallWindow(smallest);
		return (
			<Lines lines={paragraph(sentence, Math.max(1, columns))} columns={Math.max(1, columns)} />
		);
	}
	const right = titleRight(state, about, columns - 2 * minimalTitle);
	const body = lines.slice(shown.start, shown.end);
	const below = lines.length - shown.end;
	const above = shown.start;
	const marked = body.map((row, index): Line => {
		if (index === 0 && above > 0) return line(linesAbove(above + 1), 'dim');
		if (index === body.length - 1 && below > 0) return line(linesBelow(below + 1), 'dim');
		return row;
	});
	const heading = spread([{text: title, tone: 'strong'}], right, columns);
	const top = [heading, ...gap, ...marked].filter(takesRow);
	setCursorPosition(caretOf(top));
	const hints = hintSpans(bindings, columns, isAscii ? wordLabelOf : labelOf);
	const bottom = [...gap, ...noticed, hints].filter(takesRow);
	const between = Array.from({length: Math.max(0, rows - top.length - bottom.length)}, () => blank);
	return <Lines columns={columns} lines={[...top, ...between, ...bottom].slice(0, rows)} />;
}

/** A line of nothing takes none; one without spans is blank. */
const takesRow = (spans: Line) => spans.length === 0 || spans.some(({text}) => text !== '');

/** Whether the rows between the parts have to give way, so that all lines are in sight. */
const isTight = (length: number, loose: number, tight: number) => length > loose && length <= tight;

function withExtras(
	lines: readonly Line[],
	extras: readonly (readonly Line[])[],
	height: number,
): readonly Line[] {
	let shown = lines;
	for (const extra of extras) {
		if (shown.length + extra.length > height) return shown;
		shown = [...shown, ...extra];
	}
	return shown;
}
