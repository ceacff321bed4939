import {stripControls} from '../clean.js';
import {ascii} from '../ui/format/ascii.js';

/** Writes lines and prompts; nothing that moves a cursor comes through. */
export type Printer = {
	readonly print: (lines: readonly string[]) => void;
	/** A question on an open line, unless it stands there already. */
	readonly prompt: (question: string) => void;
	/** The open line was answered: by Enter on the terminal, which echoed it, or by what is written after it. */
	readonly answered: (echo: string | undefined) => void;
};

export function createPrinter(
	write: (text: string) => void,
	{isAscii}: {readonly isAscii: boolean},
): Printer {
	let open: string | undefined;
	let isBlank = true;
	const safe = (text: string) => {
		const plain = stripControls(text).replace(/\t/g, ' ').trimEnd();
		return isAscii ? ascii(plain) : plain;
	};
	return {
		print(lines) {
			if (lines.length === 0) return;
			if (open !== undefined) write('\n');
			open = undefined;
			for (const line of lines.flatMap(text => safe(text).split('\n'))) {
				// One blank line parts as well as two.
				if (line !== '' || !isBlank) write(`${line}\n`);
				isBlank = line === '';
			}
		},
		prompt(question) {
			if (open === question) return;
			if (open !== undefined) write('\n');
			write(`${safe(question)} `);
			open = question;
			isBlank = false;
		},
		answered(echo) {
			if (open === undefined) return;
			if (echo !== undefined) write(`${safe(echo)}\n`);
			open = undefined;
		},
	};
}
