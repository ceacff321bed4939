import {rmSync, symlinkSync} from 'node:fs';
import {errorCode} from '../storage/file-errors.js';
import {isAlive, readHolder, thisHolder} from '../storage/lock-holder.js';

/** The right of one process to start the program where many need the same that only it can do; all others wait in the little that they are. Nothing depends on it but how much is started: the store has locks of its own. */
export type Turn =
	| {readonly is: 'taken'; readonly leave: () => void}
	/** `isOver` tells whether there is still somebody to wait for. */
	| {readonly is: 'waiting'; readonly isOver: () => boolean};

const turnFile = (base: string) => `${base}.turn`;

export function takeTurn(base: string): Turn {
	const file = turnFile(base);
	try {
		symlinkSync(thisHolder(), file);
		return {is: 'taken', leave: () => rmSync(file, {force: true})};
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') throw error;
		return {is: 'waiting', isOver: () => isOver(file)};
	}
}

function isOver(file: string): boolean {
	const holder = readHolder(file);
	if (holder && isAlive(holder)) return false;
	// Of a process that was killed.
	rmSync(file, {force: true});
	return true;
}
