import type {Terminal} from '../terminal-port.js';
import type {Printer} from './printer.js';

/** Copies and shows by printing: the value stands alone, to be selected or read. */
export function printingTerminal(terminal: Terminal, printer: Printer): Terminal {
	const print = (text: string) => printer.print(['', ...text.replace(/\n$/, '').split('\n'), '']);
	return {
		...terminal,
		async copy(text) {
			if (text === '') return {how: 'nowhere', detail: 'There is nothing to print.'};
			print(text);
			return {how: 'clipboard', detail: 'printed above, alone.'};
		},
		showAlone: async (_label, value) => print(value),
	};
}
