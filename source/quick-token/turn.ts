import {rmSync, statSync, writeFileSync} from 'node:fs';
import {errorCode} from '../storage/file-errors.js';
import {holderIn, isAlive, thisHolder} from '../storage/lock-holder.js';

/** The right of one process to start the program where many need the same that only it can do; all others wait in the little that they are. Nothing depends on it but how much is started: the store has locks of its own. */
export type Turn =
	| {readonly is: 'taken'; readonly leave: () => void}
	/** `isOver` tells whether there is still somebody to wait for. */
	| {readonly is: 'waiting'; readonly isOver: () => boolean};

const turnFile = (base: string) => `${base}.turn`;

export function takeTurn(base: string): Turn {
	const file = turnFile(base);
	try {
		writeFileSync(file, JSON.stringify(thisHolder()), {flag: 'wx', mode: 0o600});
		return {is: 'taken', leave: () => rmSync(file, {force: true})};
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') throw error;
		return {is: 'waiting', isOver: () => isOver(file)};
	}
}

/** What takes longer to write was left unwritten. */
const writtenWithinMs = 1000;

function isOver(file: string): boolean {
	const stats = statSync(file, {throwIfNoEntry: false});
	if (!stats) return true;
	const holder = holderOf(file);
	const isHeld = holder ? isAlive(holder) : Date.now() - stats.mtimeMs < writtenWithinMs;
	if (isHeld) return false;
	// Of a process that was killed.
	rmSync(file, {force: true});
	return true;
}

function holderOf(file: string) {
	try {
		return holderIn(file);
	} catch (error) {
		// It is being written, or has just gone.
		if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
		throw error;
	}
}
