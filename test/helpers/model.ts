import xterm, {type IBufferCell} from '@xterm/headless';

/** A terminal without a program: it takes what a stream would send. */
export type Model = {
	readonly write: (text: string) => Promise<void>;
	readonly resize: (columns: number, rows: number) => void;
	/** Every cell with its attributes and its link; the cursor, where it is seen. A line a row. */
	readonly picture: () => string;
	/** What says something to the terminal and draws nothing: titles, the clipboard, modes. */
	readonly heard: () => readonly string[];
	readonly close: () => void;
};

/** With `isLine`, a line feed is what a terminal line makes of it: one with a carriage return. */
export function openModel(
	columns: number,
	rows: number,
	{isLine = false}: {readonly isLine?: boolean} = {},
): Model {
	const terminal = new xterm.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		convertEol: isLine,
		scrollback: 0,
	});
	const {parser} = terminal;
	const heard: string[] = [];
	let isCursorShown = true;
	for (const identifier of [0, 2, 52]) {
		parser.registerOscHandler(identifier, data => {
			heard.push(`${identifier};${data}`);
			return true;
		});
	}
	for (const final of ['h', 'l']) {
		parser.registerCsiHandler({prefix: '?', final}, ([mode]) => {
			if (mode === 25) isCursorShown = final === 'h';
			else if (mode !== 2026 && mode !== 1049) heard.push(`${mode}${final}`);
			return false;
		});
	}
	return {
		write: text => new Promise(resolve => terminal.write(text, resolve)),
		resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
		picture() {
			const {active} = terminal.buffer;
			const lines = Array.from({length: terminal.rows}, (_, row) => {
				const line = active.getLine(active.baseY + row);
				let look = '';
				return Array.from({length: terminal.cols}, (__, column) => {
					const cell = line?.getCell(column);
					if (!cell) return '';
					const now = lookOf(cell) + linkOf(terminal, cell);
					const text = cell.getWidth() === 0 ? '‹' : cell.getChars() || ' ';
					const shown = now === look ? text : `{${now}}${text}`;
					look = now;
					return shown;
				}).join('');
			});
			const column = Math.min(active.cursorX, terminal.cols - 1);
			const cursor = isCursorShown ? `${active.cursorY},${column}` : 'hidden';
			return [...lines, `cursor ${cursor}`, active.type].join('\n');
		},
		heard: () => heard,
		close: () => terminal.dispose(),
	};
}

const lookOf = (cell: IBufferCell) =>
	[
		cell.getFgColorMode(),
		cell.getFgColor(),
		cell.getBgColorMode(),
		cell.getBgColor(),
		cell.isBold(),
		cell.isDim(),
		cell.isItalic(),
		cell.isUnderline(),
		cell.isBlink(),
		cell.isInverse(),
		cell.isInvisible(),
		cell.isStrikethrough(),
		cell.isOverline(),
	]
		.map(Number)
		.join();

/** xterm keeps the addresses of links inside. */
function linkOf(terminal: InstanceType<typeof xterm.Terminal>, cell: IBufferCell): string {
	const {extended} = cell as unknown as {readonly extended?: {readonly urlId?: number}};
	if (!extended?.urlId) return '';
	const {_core: core} = terminal as unknown as {
		readonly _core: {
			readonly _oscLinkService: {
				readonly getLinkData: (
					id: number,
				) => {readonly id?: string; readonly uri: string} | undefined;
			};
		};
	};
	const link = core._oscLinkService.getLinkData(extended.urlId);
	return link ? ` ${link.id ?? ''} ${link.uri}` : '';
}
