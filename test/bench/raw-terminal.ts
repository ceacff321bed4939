import {delimiter, dirname} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import * as nodePty from '@lydell/node-pty';

/** A program in a pseudo-terminal, of which only the bytes count: no model of a screen takes its time. */
export type RawTerminal = {
	readonly pid: number;
	/** Bytes that came so far. */
	readonly bytes: () => number;
	/** What came so far. */
	readonly output: () => string;
	readonly write: (keys: string) => void;
	/** Milliseconds until the pattern came, counted from now, in what comes from now on. */
	readonly until: (pattern: RegExp, timeoutMs?: number) => Promise<number>;
	/** Waits until nothing has come for that long. */
	readonly quiet: (ms?: number) => Promise<void>;
	readonly close: () => Promise<void>;
	readonly ended: Promise<void>;
};

export function openRawTerminal({
	command,
	args = [],
	env = {},
	columns = 100,
	rows = 30,
}: {
	readonly command: string;
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly columns?: number;
	readonly rows?: number;
}): RawTerminal {
	const pty = nodePty.spawn(command, [...args], {
		name: 'xterm-256color',
		cols: columns,
		rows,
		env: {
			PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
			LANG: 'C.UTF-8',
			TERM: 'xterm-256color',
			CI: 'false',
			...env,
		},
	});
	let output = '';
	let bytes = 0;
	let at = performance.now();
	const watchers = new Set<() => void>();
	pty.onData(data => {
		output += data;
		bytes += Buffer.byteLength(data);
		at = performance.now();
		for (const watcher of watchers) watcher();
	});
	const ended = new Promise<void>(resolve => {
		pty.onExit(() => resolve());
	});
	return {
		pid: pty.pid,
		bytes: () => bytes,
		output: () => output,
		write: keys => pty.write(keys),
		until(pattern, timeoutMs = 10_000) {
			const start = performance.now();
			const from = output.length;
			const {promise, resolve, reject} = Promise.withResolvers<number>();
			const watcher = () => {
				if (pattern.test(output.slice(from))) resolve(performance.now() - start);
			};
			const timer = setTimeout(
				() => reject(new Error(`${pattern} did not come: ${JSON.stringify(output.slice(-500))}`)),
				timeoutMs,
			);
			watchers.add(watcher);
			return promise.finally(() => {
				clearTimeout(timer);
				watchers.delete(watcher);
			});
		},
		async quiet(ms = 150) {
			do await delay(20);
			while (performance.now() - at < ms);
		},
		ended,
		async close() {
			pty.kill('SIGKILL');
			await ended;
		},
	};
}

export const median = (values: readonly number[]) => {
	const sorted = values.toSorted((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** One line of a result: what was measured, what it may be at most, and whether it is. */
export function verdict(what: string, value: number, bound: number, unit = ''): string {
	const shown = Number.isInteger(value) ? String(value) : value.toFixed(2);
	return `${what.padEnd(58)} ${shown.padStart(8)}${unit}  bound ${bound}${unit}  ${value <= bound ? 'met' : 'NOT met'}`;
}
