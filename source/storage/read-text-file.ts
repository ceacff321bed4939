import {open} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';

/** Text of a file that the admin named; `~` is the home directory. Throws UserError when it can't be read or is larger than `maxBytes`. */
export async function readTextFile(file: string, maxBytes: number): Promise<string> {
	const resolved = path.resolve(file.replace(/^~(?=\/|$)/, () => homedir()));
	const shown = clean(resolved, 200);
	try {
		const handle = await open(resolved, 'r');
		try {
			const stats = await handle.stat();
			if (!stats.isFile()) throw new UserError(`${shown} is not a file.`, ['Name a file.']);
			if (stats.size > maxBytes) {
				throw new UserError(`${shown} has ${stats.size} bytes; that is another file.`, [
					'Check its name, or paste its text.',
				]);
			}
			return await handle.readFile('utf8');
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (error instanceof UserError) throw error;
		const code = (error as NodeJS.ErrnoException).code ?? '';
		const reason = reasons[code] ?? `can't be read (${code})`;
		throw new UserError(`${shown} ${reason}.`, ['Check its name and rights, or paste its text.']);
	}
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist on this host',
	EACCES: 'may not be read by this user',
	EISDIR: 'is a directory',
};
