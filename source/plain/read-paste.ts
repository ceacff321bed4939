import type {Talk} from './talk.js';

/** Several lines as one text, until a line with a dot alone. The terminal shows nothing of it: it may hold a secret. */
export async function readPaste({input, printer, bell, isOver}: Talk): Promise<string> {
	const lines: string[] = [];
	input.hide(true);
	printer.prompt('Paste, then a line with a dot alone (not shown):');
	try {
		while (!isOver() && !input.isEnded()) {
			const line = input.take();
			if (line === undefined) await bell.wait();
			else if (line.trim() === '.') break;
			else lines.push(line);
		}
	} finally {
		input.hide(false);
		printer.answered('');
	}
	return lines.join('\n');
}
