import stringWidth from 'string-width';
import {clean, stripControls} from '../clean.js';

export type AloneOutput = {
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
	readonly write: (text: string) => unknown;
};

export type AloneInput = {
	readonly setRawMode?: (isRaw: boolean) => unknown;
	/** Ink lets go of a stream that it does not read. */
	readonly ref?: () => unknown;
	readonly on: (event: 'readable', listener: () => void) => unknown;
	readonly off: (event: 'readable', listener: () => void) => unknown;
	readonly read: () => unknown;
};

const esc = '\u001B';

/** A value alone on its lines: whole, with no line break or border added, so that the mouse selects exactly it. */
export async function showAlone({
	label,
	value,
	signal,
	stdin,
	stdout,
}: {
	readonly label: string;
	readonly value: string;
	readonly signal: AbortSignal;
	readonly stdin: AloneInput;
	readonly stdout: AloneOutput;
}): Promise<void> {
	const {columns = 80, rows = 24} = stdout;
	const above = clean(`${label}, to be selected with the mouse:`, 1000);
	const below = 'Enter goes back to mailgrant.';
	const lines = ['', above, '', ...shown(value), '', below];
	// The terminal wraps, since a break of its own is none in a selection.
	stdout.write(`${lines.join('\n')}\n`);
	await pressed(stdin, signal);
	const height = lines.reduce(
		(sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)),
		0,
	);
	// What was scrolled away or wrapped anew can't be taken back by its place.
	const isUnmoved = height < rows && (stdout.columns ?? 80) === columns;
	if (isUnmoved) stdout.write(`${esc}[${height}A\r${esc}[J`);
}

// Nothing that moves the cursor, whatever the value is; lines stay lines.
const shown = (value: string) => stripControls(value).trimEnd().split('\n');

/** A key that goes back; others are swallowed, so that none is echoed into the value. */
async function pressed(stdin: AloneInput, signal: AbortSignal): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	// Read as Ink reads: a stream that was made to flow and paused again stays silent for it.
	const take = () => {
		for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
			// Enter, Esc, q, Ctrl+C. A lone Esc is one byte; what begins with it is another key.
			const text = String(chunk);
			if (/[\r\nq\u0003]/.test(text) || text === esc || text === `${esc}[27u`) resolve();
		}
	};
	const stop = () => resolve();
	signal.addEventListener('abort', stop, {once: true});
	if (signal.aborted) stop();
	stdin.setRawMode?.(true);
	stdin.ref?.();
	stdin.on('readable', take);
	await promise;
	signal.removeEventListener('abort', stop);
	stdin.off('readable', take);
	stdin.setRawMode?.(false);
}
