import {chmod, mkdir, mkdtemp, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {UserError} from '../errors.js';

/** Where practice keeps its files. Both methods throw UserError for what can't be written. */
export type PracticeDirectory = {
	readonly path: string;
	/** Writes a file that only its owner may read, folders before it too; gives its path. A folder that was there already is not taken. */
	readonly write: (
		name: string,
		text: string,
		options?: {readonly isProgram?: true; readonly changedAt?: Date},
	) => Promise<string>;
	/** Takes back what was written here, and all that came into its folders since. */
	readonly remove: () => Promise<void>;
};

/** The directory, made where it is missing, or a temporary one that `remove` removes as a whole. */
export async function openPracticeDirectory(
	directory: string | undefined,
): Promise<PracticeDirectory> {
	const isOwn = directory === undefined;
	const path = await explained(async () => {
		const made = directory ?? (await mkdtemp(join(tmpdir(), 'mailgrant-practice-')));
		await mkdir(made, {recursive: true, mode: 0o700});
		return resolve(made);
	});
	const written = new Set<string>();
	return {
		path,
		write: (name, text, {isProgram, changedAt} = {}) =>
			explained(async () => {
				const file = join(path, name);
				const [top = name, ...below] = name.split('/');
				if (below.length > 0) {
					// Whose folder it is otherwise is not known, and it will be removed.
					if (!written.has(top)) await mkdir(join(path, top), {mode: 0o700});
					written.add(top);
					await mkdir(dirname(file), {recursive: true, mode: 0o700});
				}
				const mode = isProgram ? 0o700 : 0o600;
				await writeFile(file, text, {mode});
				written.add(top);
				// The mode of a file that was there before is not the one asked for.
				await chmod(file, mode);
				if (changedAt) await utimes(file, changedAt, changedAt);
				return file;
			}),
		remove: async () => {
			const all = isOwn ? [path] : [...written].map(name => join(path, name));
			await Promise.all(all.map(each => rm(each, {recursive: true, force: true})));
		},
	};
}

async function explained<Value>(work: () => Promise<Value>): Promise<Value> {
	try {
		return await work();
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UserError(`The files of practice can't be written: ${reason}`, [
			'Free some space there, or point TMPDIR to a directory that can be written.',
		]);
	}
}
