import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {errorCode, explain} from './file-errors.js';

const nonBlockingRead = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Text of a file that the admin named, UTF-8. Throws UserError when it can't be read, is no plain file, or is larger. */
export async function readTextFile(path: string, maxBytes: number): Promise<string> {
	const shown = clean(path, 200);
	if (path === '' || path.includes('\0')) throw new UserError('No file is named.', ['Name one.']);
	// Not blocking, since opening a named pipe waits for somebody to write to it.
	const handle = await open(path, nonBlockingRead).catch((error: unknown) => {
		if (errorCode(error) !== 'ENOENT') throw explain('read', path, error);
		throw new UserError(`There is no file ${shown}.`, ['Check the path and enter it again.']);
	});
	try {
		const stats = await handle.stat();
		if (!stats.isFile()) {
			throw new UserError(`${shown} is not a plain file.`, ['Name the file itself.']);
		}
		// One byte more than allowed tells a larger file, also one that grows meanwhile.
		const buffer = Buffer.alloc(Math.min(stats.size, maxBytes) + 1);
		let length = 0;
		while (length < buffer.length) {
			const {bytesRead} = await handle.read(buffer, length, buffer.length - length, length);
			if (bytesRead === 0) break;
			length += bytesRead;
		}
		if (length > maxBytes) {
			throw new UserError(`${shown} is larger than ${maxBytes} bytes.`, [
				'Check that it is the right file.',
			]);
		}
		return buffer.toString('utf8', 0, length).replace(/^\uFEFF/, '');
	} catch (error) {
		throw explain('read', path, error);
	} finally {
		await handle.close();
	}
}
