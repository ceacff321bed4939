import {constants, type Dirent} from 'node:fs';
import {lstat, open, opendir, readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../errors.js';
import {fileTrouble} from '../extraview/file-trouble.js';
import {isFailedName, type SpoolFacts} from '../extraview/spool.js';
import type {SpoolPlace} from '../extraview-port.js';

/** A spool that nobody empties grows; so many files tell enough. */
const maxFiles = 200_000;
const maxAges = 2000;
const maxLogBytes = 256 * 1024;
const maxLogFiles = 10_000;

/** Counts the mails that wait and that failed, and reads the end of the newest log. Changes nothing. Throws UserError for what can't be read. */
export async function readSpool(
	{directory, log}: SpoolPlace,
	signal: AbortSignal,
): Promise<SpoolFacts> {
	const counts = await explained(directory, () => count(directory, signal));
	if (log === undefined) return counts;
	const file = await explained(log, () => newestLog(log));
	signal.throwIfAborted();
	if (file === undefined) return counts;
	return {...counts, log: {path: file, text: await explained(file, () => readEnd(file))}};
}

async function count(directory: string, signal: AbortSignal): Promise<SpoolFacts> {
	let waiting = 0;
	let failed = 0;
	let ages = 0;
	let oldestWaitingAt: number | undefined;
	for await (const entry of await opendir(directory)) {
		signal.throwIfAborted();
		if (!isMail(entry)) continue;
		if (waiting + failed >= maxFiles) return {waiting, failed, oldestWaitingAt, isCapped: true};
		if (isFailedName(entry.name)) {
			failed++;
			continue;
		}
		waiting++;
		if (ages++ >= maxAges) continue;
		// BatchMail may have sent it meanwhile.
		const at = await lstat(path.join(directory, entry.name)).then(
			({mtimeMs}) => mtimeMs,
			() => undefined,
		);
		if (at !== undefined) oldestWaitingAt = Math.min(at, oldestWaitingAt ?? at);
	}
	return {waiting, failed, oldestWaitingAt};
}

const isMail = (entry: Dirent) => entry.isFile() && !entry.name.startsWith('.');

/** The file itself, or the one of a directory that was written to last. */
async function newestLog(log: string): Promise<string | undefined> {
	if (!(await stat(log)).isDirectory()) return log;
	const entries = (await readdir(log, {withFileTypes: true})).filter(isMail).slice(0, maxLogFiles);
	let newest: {readonly file: string; readonly at: number} | undefined;
	for (const {name} of entries) {
		const file = path.join(log, name);
		const at = await lstat(file).then(
			({mtimeMs}) => mtimeMs,
			() => -1,
		);
		if (!newest || at > newest.at) newest = {file, at};
	}
	return newest?.file;
}

/** The last part of the file, from the beginning of a line; Latin-1 where it is no UTF-8. */
async function readEnd(file: string): Promise<string> {
	// Not blocking, since opening a named pipe waits for somebody to write to it.
	const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const stats = await handle.stat();
		if (!stats.isFile()) {
			throw new UserError(`${file} is not a plain file.`, ['Name BatchMail’s log itself.']);
		}
		const length = Math.min(stats.size, maxLogBytes);
		const buffer = Buffer.alloc(length);
		let read = 0;
		while (read < length) {
			const position = stats.size - length + read;
			const {bytesRead} = await handle.read(buffer, read, length - read, position);
			if (bytesRead === 0) break;
			read += bytesRead;
		}
		const bytes = buffer.subarray(0, read);
		const isWhole = length === stats.size;
		const from = isWhole ? 0 : bytes.indexOf(10) + 1;
		return decode(bytes.subarray(from));
	} finally {
		await handle.close();
	}
}

function decode(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		return bytes.toString('latin1');
	}
}

async function explained<Value>(file: string, work: () => Promise<Value>): Promise<Value> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Error && 'syscall' in error && 'code' in error) {
			throw fileTrouble('read', file, String(error.code));
		}
		throw error;
	}
}
