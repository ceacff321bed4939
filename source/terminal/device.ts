import {kindOfDevice, type TerminalKind} from './terminal-kind.js';

/** Asks for primary and secondary device attributes (DA1, DA2): vt100.net/docs/vt510-rm. */
const question = '\u001B[c\u001B[>c';
/** The primary attribute of terminals that let programs write the clipboard: github.com/contour-terminal/contour/issues/1761. */
const clipboard = '52';
/** A slow line has brought the answers by then; what has not answered never will. */
const longestMs = 1500;

/** One that is whole, or the beginning of one at the end. No key begins so. */
const answer = /\u001B\[([?>])(?:([\d;]{1,200})c|[\d;]{0,200}$)/g;

/** The terminal, asked what it is. */
export type Device = {
	/** False where it was asked before. */
	readonly ask: () => boolean;
	/** Takes its answers out of what came, a beginning of one too until the rest follows, and gives what else came. */
	readonly take: (text: string) => string;
	/** What the answers came to so far. */
	readonly kind: () => TerminalKind | undefined;
	/** Resolves when no answer is on its way any more: one that comes after the program would be typed into the shell. */
	readonly settled: () => Promise<void>;
};

export function createDevice(write: (sequence: string) => void, now = Date.now): Device {
	let askedAt: number | undefined;
	let primary: readonly string[] | undefined;
	let secondary: string | undefined;
	let begun = '';
	/** Those who wait for the answers. */
	const waiting = new Set<() => void>();
	const isAnswered = () => primary !== undefined && secondary !== undefined;
	return {
		ask() {
			if (askedAt !== undefined) return false;
			askedAt = now();
			write(question);
			return true;
		},
		take(text) {
			if (askedAt === undefined || isAnswered()) return text;
			const all = begun + text;
			begun = '';
			const rest = all.replace(answer, (whole, mark: string, attributes: string | undefined) => {
				if (attributes === undefined) begun = whole;
				else if (mark === '?') primary = attributes.split(';').slice(1);
				else secondary = attributes;
				return '';
			});
			if (isAnswered()) for (const tell of waiting) tell();
			return rest;
		},
		kind() {
			const kind = secondary === undefined ? undefined : kindOfDevice(secondary);
			return primary?.includes(clipboard)
				? {name: 'it says that it', hasLinks: false, ...kind, copies: 'yes'}
				: kind;
		},
		async settled() {
			const left = askedAt === undefined || isAnswered() ? 0 : askedAt + longestMs - now();
			if (left <= 0) return;
			const {promise, resolve} = Promise.withResolvers<void>();
			const timer = setTimeout(resolve, left);
			waiting.add(resolve);
			await promise;
			clearTimeout(timer);
			waiting.delete(resolve);
		},
	};
}
