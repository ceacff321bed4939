import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {UserError} from '../errors.js';

/** Writes `ca.pem` into the directory, or a temporary one; `remove` takes back what was written. Throws UserError when it can't. */
export async function writeAuthority(directory: string | undefined, ca: string) {
	const isOwn = directory === undefined;
	try {
		const folder = directory ?? (await mkdtemp(join(tmpdir(), 'mailgrant-practice-')));
		await mkdir(folder, {recursive: true, mode: 0o700});
		const caFile = join(folder, 'ca.pem');
		await writeFile(caFile, ca, {mode: 0o600});
		// The mode of a file that was there before is not the one asked for.
		await chmod(caFile, 0o600);
		return {
			caFile,
			remove: () => rm(isOwn ? folder : caFile, {recursive: isOwn, force: true}),
		};
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserError(`The practice authority's certificate can't be written: ${reason}`, [
			'Free some space there, or point TMPDIR to a directory that can be written.',
		]);
	}
}
