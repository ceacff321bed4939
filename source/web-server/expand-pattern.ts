import {readdir, stat} from 'node:fs/promises';

const maxFiles = 5000;
const maxDepth = 20;
/** Links may lead in circles, with more ways than files. */
const maxVisits = 20_000;

/** The files that the argument of an Include stands for, in httpd's order: wildcards in any part of the path, directories with all that is in them. A directory that may not be read stands for itself, so that reading it tells why. */
export async function expandPattern(pattern: string): Promise<readonly string[]> {
	const [, ...parts] = pattern.split('/');
	const files: string[] = [];
	let found: readonly string[] = [''];
	for (const part of parts) {
		if (part === '') continue;
		const next: string[] = [];
		for (const directory of found) {
			if (!hasWildcard(part)) {
				next.push(`${directory}/${part}`);
				continue;
			}
			const names = await namesIn(directory || '/');
			if (names) next.push(...matching(names, part).map(name => `${directory}/${name}`));
			else files.push(directory || '/');
		}
		found = next.slice(0, maxFiles);
	}
	const visits = {left: maxVisits};
	for (const file of found) await addFiles(file, files, visits, 0);
	return files;
}

export const hasWildcard = (part: string) => /[*?[]/.test(part);

/** A name by a pattern with `*`, `?` and `[…]` (fnmatch, FNM_PERIOD): a dot in front is matched by a dot only. */
export function matchesPart(name: string, part: string): boolean {
	if (name.startsWith('.') && !part.startsWith('.')) return false;
	const expression = part.replace(
		/\[([!^]?)([^\]]+)\]|\*|\?|[^*?[]/g,
		(token, negation: string | undefined, set: string | undefined) => {
			if (token === '*') return '[^/]*';
			if (token === '?') return '[^/]';
			if (set === undefined) return token.replace(/[\\^$.|+(){}\]]/g, '\\$&');
			return `[${negation ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`;
		},
	);
	try {
		return new RegExp(`^${expression}$`, 's').test(name);
	} catch {
		// A bracket that is never closed, or a range the wrong way round.
		return name === part;
	}
}

const matching = (names: readonly string[], part: string) =>
	names.filter(name => matchesPart(name, part));

/** What is not there adds nothing: whether that is an error depends on the directive. */
async function addFiles(
	file: string,
	files: string[],
	visits: {left: number},
	depth: number,
): Promise<void> {
	visits.left -= 1;
	if (files.length >= maxFiles || visits.left < 0 || depth > maxDepth) return;
	const isDirectory = await stat(file).then(
		stats => stats.isDirectory(),
		(error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : false),
	);
	if (isDirectory === undefined) return;
	const names = isDirectory ? await namesIn(file) : undefined;
	if (!names) {
		files.push(file);
		return;
	}
	for (const name of names) {
		await addFiles(`${file.replace(/\/$/, '')}/${name}`, files, visits, depth + 1);
	}
}

/** In httpd's order; undefined where they may not be read, none where there is no such directory. */
async function namesIn(directory: string): Promise<readonly string[] | undefined> {
	try {
		return (await readdir(directory)).toSorted(byBytes);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		return code === 'EACCES' || code === 'EPERM' ? undefined : [];
	}
}

const byBytes = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
