import {EventEmitter} from 'node:events';

/** A terminal's stream that keeps what it got. */
export type Sink = {
	columns: number;
	rows: number;
	readonly isTTY: true;
	readonly writable: true;
	readonly write: (text: string, written?: () => void) => boolean;
	readonly on: (event: 'resize', listener: () => void) => void;
	readonly off: (event: 'resize', listener: () => void) => void;
	/** What came since it was asked last. */
	readonly take: () => string;
	readonly resize: (columns: number, rows: number) => void;
	/** A slow one says only now that it has sent what it was given. */
	readonly drain: () => void;
};

export function createSink(
	columns: number,
	rows: number,
	{isSlow = false}: {readonly isSlow?: boolean} = {},
): Sink {
	const events = new EventEmitter();
	let kept = '';
	let waiting: (() => void)[] = [];
	const sink: Sink = {
		columns,
		rows,
		isTTY: true,
		writable: true,
		write(text, written) {
			kept += text;
			if (written && isSlow) waiting.push(written);
			else if (written) process.nextTick(written);
			return !isSlow;
		},
		on: (event, listener) => events.on(event, listener),
		off: (event, listener) => events.off(event, listener),
		take() {
			const taken = kept;
			kept = '';
			return taken;
		},
		resize(newColumns, newRows) {
			sink.columns = newColumns;
			sink.rows = newRows;
			events.emit('resize');
		},
		drain() {
			const told = waiting;
			waiting = [];
			for (const tell of told) tell();
		},
	};
	return sink;
}

/** Until everything written has gone out. */
export const settled = (stream: {readonly write: (text: string, written: () => void) => unknown}) =>
	new Promise<void>(resolve => stream.write('', resolve));
