import path from 'node:path';
import {openTerminal, type TerminalOptions} from '../helpers/pty.js';

const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');

/** The built program in a terminal of 80×24. */
export const openProgram = (
	args: readonly string[],
	options: Partial<Omit<TerminalOptions, 'args'>> = {},
) =>
	openTerminal({
		command: process.execPath,
		args: [program, ...args],
		timeoutMs: 15_000,
		...options,
	});
