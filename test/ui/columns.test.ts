import xterm from '@xterm/headless';
import {expect, test} from 'vitest';
import {columnsOf} from '../../source/ui/format/columns.js';

/** Where the cursor stands after each text, on a terminal with old tables. */
async function columnsShown(texts: readonly string[]): Promise<readonly number[]> {
	const terminal = new xterm.Terminal({cols: 10, rows: 1, allowProposedApi: true});
	const shown: number[] = [];
	for (const text of texts) {
		terminal.write(`\r\u001B[K${text}`, () => shown.push(terminal.buffer.active.cursorX));
	}
	await new Promise<void>(resolve => terminal.write('', resolve));
	return shown;
}

test('no character takes more columns than are counted, also on a terminal of old', async () => {
	const texts: string[] = [];
	for (let code = 0x20; code < 0x3_2000; code++) {
		// Controls draw nothing and never come so far; surrogates are none alone.
		const isControl = code >= 0x7f && code < 0xa0;
		if (!isControl && (code < 0xd800 || code > 0xdfff))
			texts.push(`a${String.fromCodePoint(code)}`);
	}
	for (let code = 0xe_0000; code < 0xe_0200; code++) texts.push(`a${String.fromCodePoint(code)}`);
	const shown = await columnsShown(texts);
	const short = texts.flatMap((text, index) =>
		columnsOf(text) < (shown[index] ?? 0)
			? [`U+${text.codePointAt(1)?.toString(16).toUpperCase()}`]
			: [],
	);
	expect(short).toEqual([]);
});

test.each([
	['मेल', 2],
	['क्षि', 3],
	['นำ้', 2],
	['e\u0301', 1],
	['日本', 4],
	['\u0616', 1],
])('%s takes %i', (text, columns) => {
	expect(columnsOf(text)).toBe(columns);
});
