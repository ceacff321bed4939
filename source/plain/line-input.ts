/** What lines come from: the terminal, or a pipe. */
export type InputStream = NodeJS.ReadableStream & {
	readonly isTTY?: boolean;
	readonly setRawMode?: (isRaw: boolean) => unknown;
};

/** The lines of standard input, kept until they are asked for. */
export type LineInput = {
	readonly isTerminal: boolean;
	/** The next line, if it has come; it stays. */
	readonly peek: () => string | undefined;
	/** The next line, if it has come. */
	readonly take: () => string | undefined;
	/** The lines that came with no pause after the one that was taken last: the rest of a paste. */
	readonly takeFollowing: () => readonly string[];
	/** No line comes any more. */
	readonly isEnded: () => boolean;
	/** Keeps the terminal from echoing; the line is then edited here. */
	readonly hide: (isHidden: boolean) => void;
	readonly close: () => void;
};

/** More than any paste that is of use. */
const maxLength = 400_000;
/** Lines of one paste come with no pause; between two answers there is a hand. In milliseconds. */
export const quietMs = 120;
/** A terminal that edits a line keeps no more of it, the line feed apart, and says nothing: termios(3), canonical mode. In bytes. */
const longestEdited = 4095;
/** Ctrl+D ends the input, in raw mode as otherwise. */
const endOfInput = '\u0004';

export function createLineInput(
	stdin: InputStream,
	{
		onChange,
		onInterrupt,
		onCut,
	}: {
		readonly onChange: () => void;
		readonly onInterrupt: () => void;
		/** The terminal has kept the beginning of a line only; that line is no answer. */
		readonly onCut: () => void;
	},
): LineInput {
	const lines: {readonly text: string; readonly at: number}[] = [];
	let lastAt = 0;
	let rest = '';
	let isEnded = false;
	let isRaw = false;

	function onData(chunk: Buffer | string) {
		const text = isRaw ? edited(String(chunk)) : String(chunk);
		// What comes without an end is no answer; its beginning is enough to say so.
		rest = (rest + text).slice(0, maxLength);
		const parts = rest.split(/\r\n|\r|\n/);
		rest = parts.pop() ?? '';
		const at = performance.now();
		const whole = parts.filter(part => !isCut(part));
		lines.push(...whole.map(part => ({text: part, at})));
		if (whole.length < parts.length) onCut();
		if (parts.length > 0) onChange();
	}

	const isCut = (line: string) =>
		stdin.isTTY === true && !isRaw && Buffer.byteLength(line) >= longestEdited;

	/** What keys make of a line that the terminal does not edit. */
	function edited(keys: string): string {
		let added = '';
		// Marks of a bracketed paste, cursor keys and the like are no part of a text.
		for (const key of keys.replace(/\u001B(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/g, '')) {
			if (key === '\u0003') onInterrupt();
			else if (key === endOfInput) onEnd();
			else if (key === '\u0015') {
				if (!/[\r\n]/.test(added)) rest = '';
				added = added.replace(/[^\r\n]*$/, '');
			} else if (key === '\u007F' || key === '\b') {
				if (added === '') rest = [...rest].slice(0, -1).join('');
				else added = [...added].slice(0, -1).join('');
			} else if (key >= ' ' || /[\r\n\t]/.test(key)) added += key;
		}
		return added;
	}

	function onEnd() {
		if (isEnded) return;
		isEnded = true;
		if (rest !== '') lines.push({text: rest, at: performance.now()});
		rest = '';
		onChange();
	}

	function take() {
		const line = lines.shift();
		if (line) lastAt = line.at;
		return line?.text;
	}

	stdin.setEncoding('utf8');
	stdin.on('data', onData);
	stdin.once('end', onEnd);
	stdin.once('error', onEnd);
	stdin.resume();
	return {
		isTerminal: stdin.isTTY === true,
		peek: () => lines[0]?.text,
		take,
		takeFollowing() {
			const following: string[] = [];
			for (;;) {
				const [next] = lines;
				if (!next || next.at - lastAt > quietMs) return following;
				following.push(take() ?? '');
			}
		},
		isEnded: () => isEnded && lines.length === 0,
		hide(isHidden) {
			if (!stdin.isTTY || isHidden === isRaw) return;
			isRaw = isHidden;
			stdin.setRawMode?.(isHidden);
		},
		close() {
			if (isRaw) stdin.setRawMode?.(false);
			stdin.off('data', onData);
			stdin.off('end', onEnd);
			stdin.off('error', onEnd);
			stdin.pause();
		},
	};
}
