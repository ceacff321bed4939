import {appendFileSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {sha256} from '../cipher/sha256.js';
import {errorCode, explained} from '../storage/file-errors.js';

/** The names of the files that were written into a token directory for one store. */
export type WrittenNames = {
	readonly names: () => ReadonlySet<string>;
	/** On disk when it returns. */
	readonly add: (name: string) => void;
	/** Forgets all others. */
	readonly keep: (names: ReadonlySet<string>) => void;
};

/** Kept in a file of the directory, a name a line, so that the next process knows which files are mailgrant's. */
export function writtenNames(directory: string, store: string): WrittenNames {
	// Names of grants begin with no point.
	const id = Buffer.from(sha256(Buffer.from(store)))
		.toString('hex')
		.slice(0, 16);
	const list = path.join(directory, `.written-${id}`);
	let names: Set<string> | undefined;

	function read(): Set<string> {
		names ??= explained('read', list, () => {
			try {
				// A line that was cut off, or that somebody wrote, names nothing that may be removed.
				return new Set(readFileSync(list, 'utf8').split('\n').slice(0, -1).filter(isTokenFile));
			} catch (error) {
				if (errorCode(error) === 'ENOENT') return new Set<string>();
				throw error;
			}
		});
		return names;
	}

	return {
		names: read,
		add(name) {
			if (read().has(name)) return;
			appendFileSync(list, `${name}\n`, {mode: 0o600});
			read().add(name);
		},
		keep(kept) {
			const left = [...read()].filter(name => kept.has(name));
			const beside = `${list}.new`;
			writeFileSync(beside, left.map(name => `${name}\n`).join(''), {mode: 0o600});
			renameSync(beside, list);
			names = new Set(left);
		},
	};
}

/** No path, and nothing that begins with a point. */
const isTokenFile = (name: string) => /^[A-Za-z0-9@_+%-][A-Za-z0-9@._+%~-]*$/.test(name);
