import {renameSync, statSync} from 'node:fs';
import type {Audit} from '../audit-port.js';
import {appendLines, auditFile, auditLine, mostAuditBytes} from './audit-file.js';
import type {Environment} from './config-directory.js';
import {errorCode, explain} from './file-errors.js';
import {tryLock} from './lock.js';

/** Older files have `.1` to `.4` behind their name. */
export const oldAuditFiles = 4;

/** Appends one line of JSON for each use of a secret. What can't be written is told once, and stops nothing. */
export function createAuditLog({
	directory,
	now,
	command,
	environment,
	tell,
	maxBytes = mostAuditBytes,
}: {
	readonly directory: string;
	readonly now: () => number;
	readonly command: string;
	readonly environment: Environment;
	readonly tell: (text: string) => void;
	/** A file that has grown to this gives way to a new one. */
	readonly maxBytes?: number;
}): Audit {
	const file = auditFile(directory);
	let isTold = false;

	return (...uses) => {
		const lines = uses.map(use => auditLine(use, {now: now(), command, environment}));
		try {
			if (appendLines(file, lines.join('')) >= maxBytes) rotate(file, maxBytes);
		} catch (error) {
			if (!isTold) tell(`The use of a secret was not written down: ${messageOf(file, error)}`);
			isTold = true;
		}
	};
}

/** One process moves the files. Who has opened one before goes on in it under its next name, and no line is lost. */
function rotate(file: string, maxBytes: number): void {
	const lock = tryLock(file);
	if (!lock) return;
	try {
		// Another process may have been faster.
		if (statSync(file).size < maxBytes) return;
		for (let number = oldAuditFiles - 1; number >= 1; number--) {
			moveIfThere(`${file}.${number}`, `${file}.${number + 1}`);
		}
		moveIfThere(file, `${file}.1`);
	} finally {
		lock.release();
	}
}

function moveIfThere(from: string, to: string): void {
	try {
		renameSync(from, to);
	} catch (error) {
		if (errorCode(error) !== 'ENOENT') throw error;
	}
}

function messageOf(file: string, error: unknown): string {
	const explained = explain('write', file, error);
	return explained instanceof Error ? explained.message : String(explained);
}
