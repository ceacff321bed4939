import {act} from 'react';
import type {Screen} from './render.js';

const named: Readonly<Record<string, string>> = {
	enter: '\r',
	tab: '\t',
	'shift+tab': '\u001B[Z',
	space: ' ',
	backspace: '\u007F',
	delete: '\u001B[3~',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	pageup: '\u001B[5~',
	pagedown: '\u001B[6~',
	// A lone Esc is held back for a while; this form arrives at once.
	escape: '\u001B[27u',
};

/** What a terminal sends for a key that is named as in the bindings. */
export function bytesOf(key: string): string {
	const bytes = named[key];
	if (bytes) return bytes;
	const control = /^ctrl\+([a-z])$/.exec(key)?.[1];
	return control ? String.fromCharCode(control.charCodeAt(0) - 96) : key;
}

/** Presses keys one after the other, each seen by the frame of the one before. */
export async function press(screen: Screen, ...keys: readonly string[]): Promise<void> {
	for (const key of keys) await send(screen, bytesOf(key));
}

/** Types a text, a character at a time. */
export const type = (screen: Screen, text: string) => press(screen, ...text);

/** A bracketed paste. */
export const paste = (screen: Screen, text: string) =>
	send(screen, `\u001B[200~${text}\u001B[201~`);

/** One chunk of input, as it comes. */
export async function send(screen: Screen, bytes: string): Promise<void> {
	await act(async () => {
		screen.stdin.write(bytes);
	});
}
