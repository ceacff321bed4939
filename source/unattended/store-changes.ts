import {statSync, watch} from 'node:fs';
import path from 'node:path';
import type {Watch} from '../watch-port.js';
import {type After, after as realAfter} from './after.js';

/** Where the system tells of no change, as on some network file systems, this finds it. Longer than `quietMs`. */
const pollMs = 15_000;
/** A write is several events. */
const quietMs = 100;

type Listening = {
	readonly on: (event: 'error', call: () => void) => unknown;
	readonly close: () => void;
};

/** Tells what other processes change in the directory of the store. */
export function watchStore(
	directory: string,
	{settings, tokens}: Pick<Parameters<Watch['changes']>[0], 'settings' | 'tokens'>,
	{
		listen = watch,
		after = realAfter,
	}: {
		/** What the system tells changes by; tests have one that tells none. */
		readonly listen?: (
			place: string,
			tell: (event: string, name: string | null) => void,
		) => Listening;
		readonly after?: After;
	} = {},
): () => void {
	const place = path.join(directory, 'tokens');
	const files = ['grants.json', 'secrets.enc'];
	let cancelQuiet = () => {};
	let cancelPoll = () => {};
	let watchers: readonly Listening[] = [];
	let isWatchingTokens = false;
	/** Since the last poll; on some file systems watching begins well and then tells nothing. */
	let hasHeard = false;
	/** What is told once all is quiet. Of a grant that is removed or renamed the tokens go too, before or after its settings, and are told after these. */
	let held: {hasSettings: boolean; readonly keys: Set<string | undefined>} | undefined;
	let state = stateOf(directory, files);
	let tokensState = stateOf(place, ['']);

	function settingsChanged() {
		hold();
		if (held) held.hasSettings = true;
	}

	function tokensChanged(key: string | undefined) {
		if (!held && key !== undefined && isGone(key)) hold();
		if (held) held.keys.add(key);
		else tokens(key);
	}

	const isGone = (key: string) =>
		statSync(path.join(place, `${key}.enc`), {throwIfNoEntry: false}) === undefined;

	function hold() {
		held ??= {hasSettings: false, keys: new Set()};
		cancelQuiet();
		cancelQuiet = after(quietMs, () => {
			const {hasSettings = false, keys = []} = held ?? {};
			held = undefined;
			if (hasSettings) {
				state = stateOf(directory, files);
				settings();
			}
			for (const key of keys) tokens(key);
		});
	}

	function begin(at: string, tell: (name: string | null) => void, onError = () => {}): boolean {
		try {
			const watcher = listen(at, (_, name) => tell(name));
			// What can't be watched any more is polled.
			watcher.on('error', () => {
				watcher.close();
				onError();
			});
			watchers = [...watchers, watcher];
			return true;
		} catch {
			return false;
		}
	}

	function beginTokens() {
		if (isWatchingTokens) return;
		isWatchingTokens = begin(
			place,
			name => {
				hasHeard = true;
				const key = name === null ? undefined : /^([\da-f]+)\.enc$/.exec(name)?.[1];
				if (name === null || key !== undefined) tokensChanged(key);
			},
			() => {
				isWatchingTokens = false;
			},
		);
	}

	function poll() {
		if (stateOf(directory, files) !== state) settingsChanged();
		const next = stateOf(place, ['']);
		if (next !== tokensState && !hasHeard) tokensChanged(undefined);
		tokensState = next;
		hasHeard = false;
		beginTokens();
	}

	function pollOn() {
		cancelPoll = after(pollMs, () => {
			poll();
			pollOn();
		});
	}

	begin(directory, name => {
		if (name === null || files.includes(name)) settingsChanged();
		// Made by the first sign-in.
		if (name === 'tokens') poll();
	});
	beginTokens();
	pollOn();
	return () => {
		cancelQuiet();
		cancelPoll();
		for (const watcher of watchers) watcher.close();
	};
}

/** What tells a file from the one that took its place. */
function stateOf(directory: string, names: readonly string[]): string {
	return names
		.map(name => {
			const stats = statSync(path.join(directory, name), {throwIfNoEntry: false});
			return stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : 'none';
		})
		.join();
}
