import {
	closeSync,
	constants,
	fchmodSync,
	fstatSync,
	openSync,
	renameSync,
	statSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import type {Audit, AuditLine} from '../audit-port.js';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {Environment} from './config-directory.js';
import {errorCode, explain} from './file-errors.js';
import {tryLock} from './lock.js';

/** The newest file; older ones have `.1` to `.4` behind it. It lies beside the secrets, since it tells of them whoever uses them, and from wherever. */
export const auditFile = (directory: string): string => path.join(directory, 'audit.log');
export const oldAuditFiles = 4;

const flags =
	constants.O_WRONLY |
	constants.O_APPEND |
	constants.O_CREAT |
	(constants.O_NOFOLLOW ?? 0) |
	// Opening a named pipe would wait for a reader.
	(constants.O_NONBLOCK ?? 0);

/** Appends one line of JSON for each use of a secret. What can't be written is told once, and stops nothing. */
export function createAuditLog({
	directory,
	now,
	command,
	environment,
	tell,
	maxBytes = 1024 * 1024,
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
	const sudoUser = environment.SUDO_USER;
	let isTold = false;

	return use => {
		const line: AuditLine = {
			time: new Date(now()).toISOString(),
			uid: process.getuid?.() ?? -1,
			...(sudoUser && {sudoUser: clean(sudoUser, 100)}),
			pid: process.pid,
			command,
			grant: clean(use.grant, 100),
			secret: clean(use.secret, 100),
			use: clean(use.use, 400),
		};
		try {
			append(file, Buffer.from(`${JSON.stringify(line)}\n`), maxBytes);
		} catch (error) {
			if (!isTold) tell(`The use of a secret was not written down: ${messageOf(file, error)}`);
			isTold = true;
		}
	};
}

function append(file: string, line: Buffer, maxBytes: number): void {
	const descriptor = openSync(file, flags, 0o600);
	try {
		const stats = fstatSync(descriptor);
		if (!stats.isFile()) throw new UserError(`${file} is not a plain file.`);
		if ((stats.mode & 0o077) !== 0) fchmodSync(descriptor, 0o600);
		// One write of a whole line at the end: lines of several processes do not mix (open(2), O_APPEND).
		const written = writeSync(descriptor, line);
		if (written < line.length) throw new UserError(`${file} has no room for a line.`);
		if (stats.size + written >= maxBytes) rotate(file, maxBytes);
	} finally {
		closeSync(descriptor);
	}
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
