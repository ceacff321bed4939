import {randomBytes} from 'node:crypto';
import {constants, type Stats} from 'node:fs';
import {type FileHandle, open, realpath, rename, rm} from 'node:fs/promises';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {fileTrouble} from '../extraview/file-trouble.js';
import type {PropertiesFile} from '../extraview-port.js';

/** Far beyond any task's properties. */
const maxBytes = 1024 * 1024;

/** Reads a properties file. Throws UserError when it can't be read, is no plain file, is larger than 1 MB, or holds no text. */
export async function readPropertiesFile(file: string): Promise<PropertiesFile> {
	if (file === '' || file.includes('\0')) throw new UserError('No file is named.', ['Name one.']);
	return explained('read', file, async () => {
		const real = await realpath(file);
		const {bytes} = await readBytes(real);
		if (bytes.includes(0)) {
			throw new UserError(`${clean(file, 300)} is no text: it has NUL characters.`, [
				'Name the properties file, in Latin-1 or UTF-8.',
			]);
		}
		return {path: real, ...decode(bytes)};
	});
}

/** Puts a text in the place of the one that was read, in one step, and keeps the old one beside it. Owner and mode stay. Throws UserError when the file has changed since, or can't be written; it is as it was then. */
export async function writePropertiesFile(
	before: PropertiesFile,
	text: string,
	/** Milliseconds since 1970, for the name of the backup. */
	now: number,
): Promise<{readonly backup: string}> {
	const {path: file, encoding} = before;
	return explained('written', file, async () => {
		const current = await readBytes(file);
		if (!current.bytes.equals(Buffer.from(before.text, encoding))) {
			throw new UserError(`${clean(file, 300)} was changed meanwhile. Nothing was written.`, [
				'Look at the difference anew.',
			]);
		}
		const stamp = new Date(now)
			.toISOString()
			.replace(/\.\d+Z$/, 'Z')
			.replaceAll(':', '');
		const backup = await writeNew(`${file}.${stamp}`, '.bak', current.bytes, current.stats);
		const fresh = await writeNew(file, '.new', Buffer.from(text, encoding), current.stats);
		try {
			await rename(fresh, file);
		} catch (error) {
			await rm(fresh, {force: true});
			throw error;
		}
		return {backup};
	});
}

async function readBytes(file: string): Promise<{readonly bytes: Buffer; readonly stats: Stats}> {
	// Not blocking, since opening a named pipe waits for somebody to write to it.
	const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const stats = await handle.stat();
		if (!stats.isFile()) {
			throw new UserError(`${clean(file, 300)} is not a plain file.`, ['Name the file itself.']);
		}
		const buffer = Buffer.alloc(Math.min(stats.size, maxBytes) + 1);
		let length = 0;
		while (length < buffer.length) {
			const {bytesRead} = await handle.read(buffer, length, buffer.length - length, length);
			if (bytesRead === 0) break;
			length += bytesRead;
		}
		if (length > maxBytes) {
			throw new UserError(
				`${clean(file, 300)} is larger than 1 MB, so it is no task’s properties.`,
				['Check that it is the right file.'],
			);
		}
		return {bytes: buffer.subarray(0, length), stats};
	} finally {
		await handle.close();
	}
}

/** A new file with the mode and, where that is allowed, the owner of the old one; whole, or not there. */
async function writeNew(
	base: string,
	ending: string,
	bytes: Buffer,
	{mode, uid, gid}: Stats,
): Promise<string> {
	const {file, handle} = await create(base, ending);
	try {
		await keepOwner(handle, uid, gid);
		await handle.chmod(mode & 0o777);
		await handle.writeFile(bytes);
		await handle.sync();
	} catch (error) {
		await handle.close();
		await rm(file, {force: true});
		throw error;
	}
	await handle.close();
	return file;
}

/** Never over a file that is there, and never through a link. */
async function create(base: string, ending: string) {
	for (let attempt = 0; ; attempt++) {
		const file =
			attempt === 0 ? `${base}${ending}` : `${base}.${randomBytes(4).toString('hex')}${ending}`;
		try {
			return {file, handle: await open(file, 'wx', 0o600)};
		} catch (error) {
			const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
			if (!isTaken || attempt > 5) throw error;
		}
	}
}

/** A file of another owner would be unreadable to the program that it is for. */
async function keepOwner(handle: FileHandle, uid: number, gid: number) {
	if (process.geteuid === undefined) return;
	const made = await handle.stat();
	if (made.uid === uid && made.gid === gid) return;
	try {
		await handle.chown(uid, gid);
	} catch {
		throw new UserError(
			`The file belongs to user ${uid} and group ${gid}, which a new one could not be given. It is as it was.`,
			['Run mailgrant as that user, or with sudo.'],
		);
	}
}

function decode(bytes: Buffer): Pick<PropertiesFile, 'text' | 'encoding'> {
	try {
		const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
		return {text, encoding: 'utf8'};
	} catch {
		return {text: bytes.toString('latin1'), encoding: 'latin1'};
	}
}

async function explained<Value>(
	doing: 'read' | 'written',
	file: string,
	work: () => Promise<Value>,
): Promise<Value> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Error && 'syscall' in error && 'code' in error) {
			throw fileTrouble(doing, file, String(error.code));
		}
		throw error;
	}
}
