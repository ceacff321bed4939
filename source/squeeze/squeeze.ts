import {EventEmitter} from 'node:events';
import {paint, type Shown} from './paint.js';
import {apply, createScreen, resize, type Screen} from './screen.js';
import {type Token, tokensOf} from './tokens.js';

/** What of a terminal's stream is used. */
export type Destination = {
	readonly columns: number;
	readonly rows: number;
	readonly isTTY?: boolean;
	readonly destroyed?: boolean;
	readonly writableEnded?: boolean;
	readonly writable?: boolean;
	readonly write: (text: string, written?: () => void) => unknown;
	readonly on: (event: 'resize', listener: () => void) => unknown;
	readonly off: (event: 'resize', listener: () => void) => unknown;
};

export type SqueezedStream = Destination & {
	/** Paints everything anew, such as after another program had the terminal. */
	readonly repaint: () => void;
	/** Lets go of the destination, and leaves its alternate screen where nobody has. */
	readonly close: () => void;
};

const enterAlternate = '?1049h';
const leaveAlternate = '?1049l';
const showCursor = '\u001B[?25h';
const hideCursor = '\u001B[?25l';
const beginUpdate = '?2026h';
const endUpdate = '?2026l';

/**
Stands before a terminal, and sends what changes on its alternate screen with the fewest bytes.

What is written is drawn on a model of the screen. When the writer is done for now and the terminal has taken what it was sent, the difference goes out: the frames between are never sent, so that a slow line shows the newest at once. Sequences that draw nothing pass in their order; after one of which nobody knows what it does, the screen is painted whole. On the main screen everything passes as it is.
*/
export function squeeze(destination: Destination): SqueezedStream {
	const events = new EventEmitter();
	let screen: Screen | undefined;
	let shown: Shown | undefined;
	let rest = '';
	let isUpdating = false;
	let isScheduled = false;
	let isBusy = false;
	let waiting: (() => void)[] = [];

	const resized = () => {
		if (screen) {
			resize(screen, destination.columns, destination.rows);
			shown = undefined;
			schedule();
		}
		events.emit('resize');
	};
	destination.on('resize', resized);

	function schedule() {
		if (isScheduled) return;
		isScheduled = true;
		// Behind the commit that wrote it, and behind what follows from that at once.
		queueMicrotask(() => {
			isScheduled = false;
			if (!isUpdating) flush();
		});
	}

	/** Sends the difference, unless what went before is still on its way. */
	function flush() {
		if (isBusy) return;
		const told = waiting;
		waiting = [];
		let text = '';
		if (screen) ({text, shown} = paint(shown, screen));
		if (text === '' && told.length === 0) return;
		isBusy = true;
		destination.write(text, () => {
			isBusy = false;
			for (const tell of told) tell();
			if (!isUpdating) flush();
		});
	}

	function take(token: Token) {
		const mode = token.type === 'control sequence' ? token.parameters + token.final : '';
		if (mode === beginUpdate || mode === endUpdate) {
			isUpdating = mode === beginUpdate;
			if (!isUpdating) schedule();
			return;
		}
		if (mode === enterAlternate) {
			// Whoever goes on there begins with an empty screen, of which only the model knows.
			if (!screen) {
				shown = undefined;
				destination.write(token.raw);
			}
			screen = createScreen(destination.columns, destination.rows);
			schedule();
			return;
		}
		if (!screen || mode === leaveAlternate) {
			// The last frame would be seen for no time. The cursor is not of that screen alone.
			const isShown = screen?.isCursorShown;
			const cursor = isShown === shown?.isCursorShown ? '' : isShown ? showCursor : hideCursor;
			destination.write((screen ? cursor : '') + token.raw);
			screen = undefined;
			isUpdating = false;
			return;
		}
		const effect = apply(screen, token);
		schedule();
		if (effect === 'drawn') return;
		flush();
		destination.write(token.raw);
		if (effect === 'unknown') shown = undefined;
	}

	return {
		get columns() {
			return destination.columns;
		},
		get rows() {
			return destination.rows;
		},
		get isTTY() {
			return destination.isTTY;
		},
		get destroyed() {
			return destination.destroyed;
		},
		get writable() {
			return destination.writable;
		},
		get writableEnded() {
			return destination.writableEnded;
		},
		on: (event, listener) => events.on(event, listener),
		off: (event, listener) => events.off(event, listener),
		write(text, written) {
			const input = rest + text;
			if (!screen && !input.includes('\u001B')) {
				if (input !== '') destination.write(input);
			} else {
				const {tokens, rest: open} = tokensOf(input);
				rest = open;
				for (const token of tokens) take(token);
			}
			if (written) {
				waiting.push(written);
				schedule();
			}
			return true;
		},
		repaint() {
			shown = undefined;
			schedule();
		},
		close() {
			destination.off('resize', resized);
			if (screen) destination.write('\u001B[?1049l\u001B[?25h');
			screen = undefined;
		},
	};
}
