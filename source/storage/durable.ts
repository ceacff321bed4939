import {randomBytes} from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {errorCode} from './file-errors.js';

/** Makes a directory with all above it. Not `recursive`, which reports a read-only file system as a file that is not there. */
export function makeDirectory(directory: string): void {
	try {
		mkdirSync(directory, 0o700);
	} catch (error) {
		const code = errorCode(error);
		// Another process was faster.
		if (code === 'EEXIST' && statSync(directory).isDirectory()) return;
		if (code !== 'ENOENT' || directory === path.dirname(directory)) throw error;
		makeDirectory(path.dirname(directory));
		makeDirectory(directory);
	}
}

/** After it, what was made, renamed and removed in the directory outlasts a power cut. */
export function syncDirectory(directory: string): void {
	try {
		const descriptor = openSync(directory, 'r');
		try {
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		// Some network file systems can't sync a directory; the files themselves were synced.
		if (errorCode(error) === undefined) throw error;
	}
}

/** Makes the file, 0600, whole or not at all; gives false when there is one already, which is left as it is. */
export function writeOnce(file: string, text: string | Uint8Array): boolean {
	// A process killed between making and filling the file would leave an empty key, which could never
	// be told from a lost one. A link, unlike a rename, takes no place.
	return beside(file, text, staging => {
		try {
			linkSync(staging, file);
		} catch (error) {
			const code = errorCode(error);
			if (code === 'EEXIST') return false;
			if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
			// A file system without hard links.
			writeFileSync(file, text, {flag: 'wx', mode: 0o600, flush: true});
		}
		return true;
	});
}

/** Makes the file, 0600, or takes its place; it is the old one or the new one, whole. */
export function writeOver(file: string, text: string | Uint8Array): void {
	beside(file, text, staging => renameSync(staging, file));
	syncDirectory(path.dirname(file));
}

/** Makes a file, 0600, and waits until all of it is on disk; never in the place of another. */
export function writeNew(file: string, text: string | Uint8Array): void {
	const descriptor = openSync(file, 'wx', 0o600);
	try {
		writeFileSync(descriptor, text);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/** Lets a file, 0600, whole as `fill` writes it, take the place of another. It grows in `staging`, which is for one writer at a time; what one has left there that was killed goes. */
export function replaceFile(
	file: string,
	{staging, fill}: {readonly staging: string; readonly fill: (descriptor: number) => void},
): void {
	try {
		const descriptor = openAnew(staging);
		try {
			fill(descriptor);
		} finally {
			closeSync(descriptor);
		}
		renameSync(staging, file);
	} catch (error) {
		rmSync(staging, {force: true});
		throw error;
	}
}

function openAnew(file: string): number {
	try {
		return openSync(file, 'wx', 0o600);
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') throw error;
		rmSync(file, {force: true});
		return openSync(file, 'wx', 0o600);
	}
}

function beside<Value>(
	file: string,
	text: string | Uint8Array,
	place: (staging: string) => Value,
): Value {
	const staging = `${file}.${randomBytes(6).toString('hex')}.new`;
	try {
		writeNew(staging, text);
		return place(staging);
	} finally {
		rmSync(staging, {force: true});
	}
}
