import {closeSync, constants, fchmodSync, fstatSync, openSync, writeSync} from 'node:fs';
import path from 'node:path';
import type {AuditLine, SecretUse} from '../audit-port.js';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {Environment} from './config-directory.js';

/** The newest file. It lies beside the secrets, since it tells of them whoever uses them, and from wherever. */
export const auditFile = (directory: string): string => path.join(directory, 'audit.log');

/** A file that has grown to this gives way to a new one. */
export const mostAuditBytes = 1024 * 1024;

const flags =
	constants.O_WRONLY |
	constants.O_APPEND |
	constants.O_CREAT |
	(constants.O_NOFOLLOW ?? 0) |
	// Opening a named pipe would wait for a reader.
	(constants.O_NONBLOCK ?? 0);

/** A use of a secret by this process, as a line of JSON. */
export function auditLine(
	use: SecretUse,
	{
		now,
		command,
		environment,
	}: {readonly now: number; readonly command: string; readonly environment: Environment},
): string {
	const sudoUser = environment.SUDO_USER;
	const line: AuditLine = {
		time: new Date(now).toISOString(),
		uid: process.getuid?.() ?? -1,
		...(sudoUser && {sudoUser: clean(sudoUser, 100)}),
		pid: process.pid,
		command,
		grant: clean(use.grant, 100),
		secret: clean(use.secret, 100),
		use: clean(use.use, 400),
	};
	return `${JSON.stringify(line)}\n`;
}

/** Gives how long the file is then. Throws what keeps the lines from being written. */
export function appendLines(file: string, lines: string): number {
	const descriptor = openSync(file, flags, 0o600);
	try {
		const stats = fstatSync(descriptor);
		if (!stats.isFile()) throw new UserError(`${file} is not a plain file.`);
		if ((stats.mode & 0o077) !== 0) fchmodSync(descriptor, 0o600);
		// One write at the end: lines of several processes do not mix (open(2), O_APPEND).
		const written = writeSync(descriptor, lines);
		if (written < Buffer.byteLength(lines)) throw new UserError(`${file} has no room for a line.`);
		return stats.size + written;
	} finally {
		closeSync(descriptor);
	}
}
