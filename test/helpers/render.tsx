import {EventEmitter} from 'node:events';
import {render as renderInk} from 'ink';
import {act, type ReactNode} from 'react';

(globalThis as {IS_REACT_ACT_ENVIRONMENT?: boolean}).IS_REACT_ACT_ENVIRONMENT = true;

/** A terminal's output of a known size, which keeps the last frame. */
class Stdout extends EventEmitter {
	readonly isTTY = true;
	lastFrame = '';

	columns: number;
	rows: number;

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
	}

	/** Ink waits for what it wrote last before it lets go. */
	readonly write = (text: string, ...more: readonly unknown[]) => {
		// Switches of the terminal's modes are no frame.
		if (!/^\u001B\[\?\d+[hl]$/.test(text) && text.trim() !== '') this.lastFrame = text;
		const written = more.at(-1);
		if (typeof written === 'function') written();
		return true;
	};
}

/** A terminal's input. */
export class Stdin extends EventEmitter {
	readonly isTTY = true;
	private readonly chunks: string[] = [];

	write(bytes: string) {
		this.chunks.push(bytes);
		this.emit('readable');
	}

	read() {
		return this.chunks.shift() ?? null;
	}

	setRawMode() {}
	setEncoding() {}
	resume() {}
	pause() {}
	ref() {}
	unref() {}
}

export type Screen = {
	readonly stdin: {readonly write: (bytes: string) => void};
	/** The rows of the last frame, without colours and without spaces at their ends. */
	readonly rows: () => readonly string[];
	readonly frame: () => string;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly exited: Promise<unknown>;
	readonly unmount: () => Promise<void>;
};

const open = new Set<Screen>();

/** Draws with the real ink on a screen of the given size. */
export async function render(
	node: ReactNode,
	{
		columns = 80,
		rows = 24,
		isScreenReader = false,
	}: {
		readonly columns?: number;
		readonly rows?: number;
		readonly isScreenReader?: boolean;
	} = {},
): Promise<Screen> {
	const stdout = new Stdout(columns, rows);
	const stdin = new Stdin();
	const instance = await act(async () =>
		renderInk(node, {
			stdout: stdout as unknown as NodeJS.WriteStream,
			stdin: stdin as unknown as NodeJS.ReadStream,
			stderr: new Stdout(columns, rows) as unknown as NodeJS.WriteStream,
			debug: true,
			isScreenReaderEnabled: isScreenReader,
			interactive: true,
			exitOnCtrlC: false,
			patchConsole: false,
		}),
	);
	const lines = () =>
		stdout.lastFrame
			.replace(/\u001B\[[\d;]*m/g, '')
			.split('\n')
			.map(row => row.trimEnd());
	const screen: Screen = {
		stdin,
		rows: lines,
		frame: () => lines().join('\n'),
		async resize(newColumns, newRows) {
			await act(async () => {
				stdout.columns = newColumns;
				stdout.rows = newRows;
				stdout.emit('resize');
			});
		},
		exited: instance.waitUntilExit(),
		async unmount() {
			open.delete(screen);
			await act(async () => {
				instance.unmount();
			});
		},
	};
	open.add(screen);
	return screen;
}

/** For `afterEach`: no screen outlives its test. */
export async function unmountAll(): Promise<void> {
	for (const screen of open) await screen.unmount();
}
