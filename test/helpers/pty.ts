import {mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import * as nodePty from '@lydell/node-pty';
import xterm from '@xterm/headless';

export type TerminalOptions = {
	readonly command: string;
	readonly args?: readonly string[];
	/** Over a bare environment: PATH, HOME, LANG, TERM, CI=false. Undefined takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** The terminal's own HOME, an empty directory, when undefined. */
	readonly cwd?: string;
	readonly columns?: number;
	readonly rows?: number;
	/** What it answers to the question for its secondary device attributes, such as `0;136;0`, after primary ones of few words; `none` answers neither. Without one it is as xterm, and says that programs may write its clipboard, which they may. */
	readonly device?: string;
	/** Of each wait that names none. 4 s: shorter than a test has, so that its failure shows the screen. */
	readonly timeoutMs?: number;
};

/** What to wait for on the screen: a text, a pattern, or any question about the lines. */
export type Expected = string | RegExp | ((screen: string) => boolean);

/** A program in a pseudo-terminal of its own, with a model of what its screen shows. */
export type TerminalWindow = {
	readonly pid: number;
	/** An empty directory of its own unless `env` named one. */
	readonly home: string;
	/** The lines that are visible now, without the spaces at their ends. */
	readonly screen: () => string;
	/** The visible rows with their colours, as the model of the terminal has them. */
	readonly rows: () => readonly xterm.IBufferLine[];
	/** All that the program sent, escape sequences and all. */
	readonly output: () => string;
	/** Whether the alternate screen is shown. */
	readonly isAlternate: () => boolean;
	/** What the program last put into the terminal's clipboard (OSC 52). */
	readonly clipboard: () => string | undefined;
	/** Gives the screen on which it was found; rejects with the last screen. */
	readonly waitFor: (
		expected: Expected,
		options?: {readonly timeoutMs?: number},
	) => Promise<string>;
	/** Keys one after the other: `enter`, `escape`, `tab`, `shift+tab`, `up`, `ctrl+p`, `f2`, or a character. */
	readonly press: (...keys: readonly string[]) => Promise<void>;
	/** As typed by hand. Wait for what it shows before the next key. */
	readonly type: (text: string) => Promise<void>;
	/** As pasted: bracketed where the program asked for it. */
	readonly paste: (text: string) => Promise<void>;
	/** Bytes as they are. */
	readonly write: (bytes: string) => void;
	readonly resize: (columns: number, rows: number) => void;
	readonly kill: (signal?: NodeJS.Signals) => void;
	/** Settles when the program has ended and its last words are on the screen. */
	readonly exited: Promise<Exit>;
	/** Kills the program if it still runs, waits for its end and removes its home. */
	readonly close: () => Promise<void>;
};

export type Exit = {readonly code: number; readonly signal: NodeJS.Signals | undefined};

// What xterm sends, but for Escape: a lone ESC is held back for what may follow it, and is eaten
// by a key that comes too soon. Its kitty form stands alone.
const keys: Readonly<Record<string, string>> = {
	enter: '\r',
	escape: '\u001B[27u',
	tab: '\t',
	'shift+tab': '\u001B[Z',
	space: ' ',
	backspace: '\u007F',
	delete: '\u001B[3~',
	insert: '\u001B[2~',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	pageup: '\u001B[5~',
	pagedown: '\u001B[6~',
	f1: '\u001BOP',
	f2: '\u001BOQ',
	f3: '\u001BOR',
	f4: '\u001BOS',
	f5: '\u001B[15~',
	f6: '\u001B[17~',
	f7: '\u001B[18~',
	f8: '\u001B[19~',
	f9: '\u001B[20~',
	f10: '\u001B[21~',
};

// A program that shows nothing for a key gets the next one after this long, as from a quick typist.
const typistMs = 150;

/** Runs a program in a real pseudo-terminal. The caller closes it. */
export function openTerminal({
	command,
	args = [],
	env = {},
	cwd,
	columns = 80,
	rows = 24,
	device,
	timeoutMs: usualMs = 4000,
}: TerminalOptions): TerminalWindow {
	const ownHome = env.HOME === undefined ? mkdtempSync(join(tmpdir(), 'mg-home-')) : undefined;
	const home = env.HOME ?? ownHome ?? tmpdir();
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const pty = nodePty.spawn(command, [...args], {
		name: env.TERM ?? 'xterm-256color',
		cols: columns,
		rows,
		cwd: cwd ?? home,
		env: withoutAbsent({
			PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
			LANG: 'C.UTF-8',
			TERM: 'xterm-256color',
			// Ink draws nothing but the last frame where it believes to be in a CI.
			CI: 'false',
			...env,
			HOME: home,
		}),
	});

	let output = '';
	let exit: Exit | undefined;
	const watchers = new Set<() => void>();
	const notify = () => {
		for (const watcher of [...watchers]) watcher();
	};
	pty.onData(data => {
		output += data;
		terminal.write(data, notify);
	});
	let clipboard: string | undefined;
	terminal.parser.registerOscHandler(52, data => {
		clipboard = Buffer.from(data.replace(/^[^;]*;/, ''), 'base64').toString();
		return true;
	});
	// A terminal answers what programs ask it, such as where the cursor is.
	terminal.onData(answer => {
		if (!exit) pty.write(answer);
	});
	terminal.parser.registerCsiHandler({final: 'c'}, () => {
		if (device !== 'none' && !exit)
			pty.write(device === undefined ? '\u001B[?62;52c' : '\u001B[?6c');
		return true;
	});
	if (device !== undefined) {
		terminal.parser.registerCsiHandler({prefix: '>', final: 'c'}, () => {
			const answer = () => {
				if (!exit) pty.write(`\u001B[>${device}c`);
			};
			// As over a line.
			if (device !== 'none') setTimeout(answer, 150);
			return true;
		});
	}
	const exited = new Promise<Exit>(resolve => {
		pty.onExit(({exitCode, signal}) => {
			terminal.write('', () => {
				exit = {code: exitCode, signal: signalName(signal)};
				resolve(exit);
				notify();
			});
		});
	});

	function screen(): string {
		const {active} = terminal.buffer;
		return Array.from({length: terminal.rows}, (_, row) =>
			(active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
		).join('\n');
	}

	function waitFor(
		expected: Expected,
		{timeoutMs = usualMs}: {readonly timeoutMs?: number} = {},
	): Promise<string> {
		const {promise, resolve, reject} = Promise.withResolvers<string>();
		const fail = (why: string) =>
			reject(new Error(`${describe(expected)} ${why}. The screen:\n${framed(screen())}`));
		const timer = setTimeout(() => fail(`did not come within ${timeoutMs} ms`), timeoutMs);
		const look = () => {
			const shown = screen();
			if (isThere(expected, shown)) resolve(shown);
			else if (exit) fail(`did not come before the end (code ${exit.code}, ${exit.signal})`);
		};
		watchers.add(look);
		look();
		return promise.finally(() => {
			clearTimeout(timer);
			watchers.delete(look);
		});
	}

	/** Writes, and waits until the program shows anything or a typist would go on. */
	async function send(bytes: string): Promise<void> {
		if (exit) return;
		const {promise, resolve} = Promise.withResolvers<void>();
		const timer = setTimeout(resolve, typistMs);
		watchers.add(resolve);
		pty.write(bytes);
		await promise;
		clearTimeout(timer);
		watchers.delete(resolve);
	}

	return {
		pid: pty.pid,
		home,
		screen,
		rows() {
			const {active} = terminal.buffer;
			return Array.from({length: terminal.rows}, (_, row) =>
				active.getLine(active.viewportY + row),
			).filter(line => line !== undefined);
		},
		output: () => output,
		clipboard: () => clipboard,
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		waitFor,
		async press(...names) {
			for (const name of names) await send(bytesOf(name));
		},
		type: send,
		paste(text) {
			const typed = text.replace(/\r?\n/g, '\r');
			const isBracketed = terminal.modes.bracketedPasteMode;
			return send(isBracketed ? `\u001B[200~${typed}\u001B[201~` : typed);
		},
		write: bytes => pty.write(bytes),
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			pty.resize(newColumns, newRows);
		},
		kill(signal = 'SIGTERM') {
			if (!exit) pty.kill(signal);
		},
		exited,
		async close() {
			if (!exit) pty.kill('SIGKILL');
			await exited;
			terminal.dispose();
			if (ownHome) rmSync(ownHome, {recursive: true, force: true});
		},
	};
}

/** A variable that is undefined would be one of that text. */
const withoutAbsent = (env: Readonly<Record<string, string | undefined>>) =>
	Object.fromEntries(
		Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);

function bytesOf(key: string): string {
	const bytes = keys[key];
	if (bytes !== undefined) return bytes;
	const control = /^ctrl\+([a-z])$/.exec(key)?.[1];
	if (control) return String.fromCharCode(control.charCodeAt(0) - 96);
	if ([...key].length === 1) return key;
	throw new Error(`There is no key "${key}".`);
}

function isThere(expected: Expected, screen: string): boolean {
	if (typeof expected === 'string') return screen.includes(expected);
	if (expected instanceof RegExp) return new RegExp(expected, expected.flags).test(screen);
	return expected(screen);
}

function describe(expected: Expected): string {
	if (typeof expected === 'string') return JSON.stringify(expected);
	return expected instanceof RegExp ? String(expected) : 'What was waited for';
}

const framed = (screen: string) =>
	screen
		.split('\n')
		.map(line => `│${line}`)
		.join('\n');

function signalName(signal: number | undefined): NodeJS.Signals | undefined {
	if (!signal) return undefined;
	const found = Object.entries(constants.signals).find(([, value]) => value === signal);
	return found?.[0] as NodeJS.Signals | undefined;
}
