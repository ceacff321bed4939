import {expect, test} from 'vitest';
import {createPrinter} from '../../source/plain/printer.js';
import {printingTerminal} from '../../source/plain/printing-terminal.js';
import type {Terminal} from '../../source/terminal-port.js';
import {qrLines} from '../../source/ui/format/qr-lines.js';
import {saidLines} from '../../source/ui/format/said-lines.js';

test('what is shown alone is printed alone, and waits for no key', async () => {
	let text = '';
	const printer = createPrinter(
		more => {
			text += more;
		},
		{isAscii: false},
	);
	const terminal = printingTerminal({} as Terminal, printer);
	await terminal.showAlone('Address', 'https://a.example/?b=c', new AbortController().signal);
	expect(text).toBe('https://a.example/?b=c\n\n');
});

test('a QR code without block characters is printed in signs, as it is drawn in colours', () => {
	const code = qrLines('https://a.example/', {columns: 200, rows: 200, isUtf8: false});
	if (!code.fits) throw new Error(code.why);
	for (const spans of code.lines) {
		const drawn = spans.map(({text, tone}) => (tone === 'ink' ? '#'.repeat(text.length) : text));
		expect(saidLines(spans)).toEqual([drawn.join('').trimEnd()]);
	}
});
