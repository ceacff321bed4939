import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {open} from 'node:fs/promises';

/** No configuration file is larger; what is would fill the memory. */
export const maxFileBytes = 5_000_000;

export type ReadFile =
	| {readonly text: string; readonly digest: string}
	/** A sentence without the path. */
	| {readonly why: string};

/** A plain file's text, with a cap. Links are followed. */
export async function readCapped(file: string): Promise<ReadFile> {
	const bytes = await readBytes(file);
	if ('why' in bytes) return bytes;
	return {text: bytes.bytes.toString('utf8').replace(/^\uFEFF/, ''), digest: digestOf(bytes.bytes)};
}

export const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The bytes of a plain file, or why not. */
export async function readBytes(
	file: string,
): Promise<{readonly bytes: Buffer} | {readonly why: string}> {
	try {
		// Not blocking, since opening a named pipe waits for a writer.
		const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			const stats = await handle.stat();
			if (!stats.isFile()) return {why: 'It is not a plain file.'};
			if (stats.size > maxFileBytes) return {why: tooLarge(stats.size)};
			// A byte more than it has tells a file that grows.
			const buffer = Buffer.alloc(stats.size + 1);
			let length = 0;
			while (length < buffer.length) {
				const {bytesRead} = await handle.read(buffer, length, buffer.length - length, length);
				if (bytesRead === 0) return {bytes: buffer.subarray(0, length)};
				length += bytesRead;
			}
			return {why: 'It changed while it was read. Check again.'};
		} finally {
			await handle.close();
		}
	} catch (error) {
		return {why: whyUnread(error)};
	}
}

const tooLarge = (bytes: number) =>
	`It has ${Math.round(bytes / 1_000_000)} MB, and more than ${maxFileBytes / 1_000_000} MB is not read. Check that it is a configuration file.`;

/** A system error as a sentence; a bug rises. */
export function whyUnread(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (typeof code !== 'string') throw error;
	return reasons[code] ?? `The system says ${code}.`;
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'It is not there.',
	ENOTDIR: 'A part of its path is a file.',
	EACCES: 'Permission is denied. Run mailgrant as root to read it.',
	EPERM: 'Permission is denied. Run mailgrant as root to read it.',
	ELOOP: 'Its links lead in a circle.',
	EISDIR: 'It is not a plain file.',
};
