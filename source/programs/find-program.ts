import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import path from 'node:path';

/** Where programs are looked for, never the current directory; what they are started with has the same PATH. */
export const usualDirectories: readonly string[] = [
	...['/usr/local/sbin', '/usr/local/bin'],
	...['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
];

/** The first executable file of that name. */
export async function findProgram(
	name: string,
	directories: readonly string[],
): Promise<string | undefined> {
	for (const directory of directories) {
		const file = path.join(directory, name);
		const isThere = await access(file, constants.X_OK).then(
			() => true,
			() => false,
		);
		if (isThere) return file;
	}
	return undefined;
}
