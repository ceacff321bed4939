import {quotes, trim} from './tidy.js';

/** The path, when the text is that of a file rather than its content: absolute, from the home directory, or ending in .json. */
export function filePath(text: string): string | undefined {
	const line = trim(text.trim(), quotes, quotes)
		.trim()
		.replace(/^file:\/\/(?=\/)/, '')
		// As a shell or a file manager pastes it.
		.replace(/\\(?=[ ()&'"])/g, '');
	if (line.length > 4096 || /[\n\t{}]/.test(line)) return undefined;
	if (/^(?:\/[^/]|~\/|\.{1,2}\/)/.test(line) || /\.json$/i.test(line)) return line;
	return undefined;
}
