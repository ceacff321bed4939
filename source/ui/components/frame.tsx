import {Box, useApp, useWindowSize} from 'ink';
import type {Notice} from '../../checklist/state.js';
import type {Edit} from '../format/edit-text.js';
import {hintSpans} from '../format/hint-spans.js';
import {blank, type Line, line, spread} from '../format/line.js';
import {noticeLines} from '../format/notice-lines.js';
import {windowOf} from '../format/scroll.js';
import {titleRight} from '../format/title-right.js';
import {paragraph} from '../format/wrap.js';
import type {Binding} from '../keys.js';
import type {ScreenProps} from '../screen-props.js';
import {terminalBindings} from '../terminal-bindings.js';
import {useBindings} from '../use-bindings.js';
import {Lines} from './lines.js';

/** Half of the columns that are kept for the title. */
const minimalTitle = 10;

export const smallest = {columns: 40, rows: 12} as const;

export type FrameProps = Pick<ScreenProps, 'state' | 'store' | 'tasks'> & {
	readonly title: string;
	readonly about?: Line;
	readonly lines: readonly Line[];
	/** Stands beneath them and does not scroll, such as the help of a field. */
	readonly footer?: readonly Line[];
	/** Index of the line that stays in sight. */
	readonly focus?: number;
	/** Name of the list whose cursor says how far the rest is scrolled. */
	readonly scroll: string;
	/** Arrows scroll where they choose nothing. */
	readonly bindings: readonly Binding[];
	/** No blank lines around: what it shows is as high as it is. */
	readonly isTight?: boolean;
	readonly notice?: Notice;
	readonly onEdit?: (edit: Edit) => void;
	readonly onPaste?: (text: string) => void;
};

/** A letter where nothing is typed and the screen has no other use for it. */
const aloneKeyOf = ({onEdit, bindings}: Pick<FrameProps, 'onEdit' | 'bindings'>) =>
	onEdit || bindings.some(({keys}) => keys.includes('a')) ? 'ctrl+o' : 'a';

/** Title, the thing itself, what just happened, the keys. Exactly as many rows as the terminal has. */
export function Frame(props: FrameProps) {
	const {state, store, tasks, title, about = [], lines, footer = [], scroll, notice} = props;
	const {focus, isTight, onEdit, onPaste} = props;
	const aloneKey = aloneKeyOf(props);
	const {columns, rows} = useWindowSize();
	const {exit} = useApp();
	const isSmall = columns < smallest.columns || rows < smallest.rows;
	const gap = rows >= 16 && !isTight ? [blank] : [];
	const noticed = [
		...footer,
		...(footer.length > 0 ? gap : []),
		...(notice ? [...noticeLines(notice, columns, aloneKey), ...gap] : []),
	];
	const height = Math.max(1, rows - 2 - 2 * gap.length - noticed.length);
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
		...(focus === undefined && !onEdit
			? [
					{keys: ['up', 'k'], help: 'A line up', run: () => scrollTo(offset - 1)},
					{keys: ['down', 'j'], help: 'A line down', run: () => scrollTo(offset + 1)},
				]
			: []),
		{keys: ['pagedown'], help: 'A page down', run: () => scrollTo(offset + page)},
		{keys: ['pageup'], help: 'A page up', run: () => scrollTo(offset - page)},
		...(notice?.canShowAlone
			? [
					{
						keys: [aloneKey],
						help: 'Show what was copied alone, for the mouse to select',
						run: () => tasks.showCopied(),
					},
				]
			: []),
		...terminalBindings(tasks),
		{keys: ['ctrl+c'], help: 'Leave mailgrant; nothing is lost', run: () => exit()},
	];
	useBindings({bindings, onEdit, onPaste});

	if (isSmall) {
		const sentence = `mailgrant needs ${smallest.columns} columns and ${smallest.rows} rows. Make the window larger.`;
		return (
			<Lines lines={paragraph(sentence, Math.max(1, columns))} columns={Math.max(1, columns)} />
		);
	}
	const right = titleRight(state, about, columns - 2 * minimalTitle);
	const body = lines.slice(shown.start, shown.end);
	const below = lines.length - shown.end;
	const above = shown.start;
	const marked = body.map((row, index): Line => {
		if (index === 0 && above > 0) return line(`… ${above + 1} lines above, PgUp`, 'dim');
		if (index === body.length - 1 && below > 0)
			return line(`… ${below + 1} more lines, PgDn`, 'dim');
		return row;
	});
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Lines
				columns={columns}
				lines={[spread([{text: title, tone: 'strong'}], right, columns), ...gap, ...marked]}
			/>
			<Box flexGrow={1} />
			<Lines columns={columns} lines={[...gap, ...noticed, hintSpans(bindings, columns)]} />
		</Box>
	);
}
