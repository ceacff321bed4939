import type {Terminal} from '../services.js';
import type {Printer} from './printer.js';

/** Copies by printing: the value stands alone, to be selected or read. */
export const printingTerminal = (terminal: Terminal, printer: Printer): Terminal => ({
	...terminal,
	async copy(text) {
		if (text === '') return {how: 'nowhere', detail: 'There is nothing to print.'};
		printer.print(['', ...text.replace(/\n$/, '').split('\n'), '']);
		return {how: 'clipboard', detail: 'printed above, alone.'};
	},
});
