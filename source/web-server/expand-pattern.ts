import type {Dirent} from 'node:fs';
import {readdir, stat} from 'node:fs/promises';

const maxFiles = 5000;
const maxDepth = 20;

/** The files that the argument of an Include stands for, in httpd's order: wildcards in any part of the path, directories with all that is in them. */
export async function expandPattern(pattern: string): Promise<readonly string[]> {
	const [, ...parts] = pattern.split('/');
	let found: readonly string[] = [''];
	for (const part of parts) {
		if (part === '') continue;
		const next: string[] = [];
		for (const directory of found) {
			if (hasWildcard(part)) next.push(...(await matching(directory, part)));
			else next.push(`${directory}/${part}`);
		}
		found = next.slice(0, maxFiles);
	}
	const files: string[] = [];
	for (const file of found) await addFiles(file, files, 0);
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

async function matching(directory: string, part: string): Promise<readonly string[]> {
	const names = (await entries(directory || '/')).map(({name}) => name);
	return names
		.filter(name => matchesPart(name, part))
		.toSorted(byBytes)
		.map(name => `${directory}/${name}`);
}

/** What is not there adds nothing: whether that is an error depends on the directive. */
async function addFiles(file: string, files: string[], depth: number): Promise<void> {
	if (files.length >= maxFiles || depth > maxDepth) return;
	const isDirectory = await stat(file).then(
		stats => stats.isDirectory(),
		(error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : false),
	);
	if (isDirectory === undefined) return;
	if (!isDirectory) {
		files.push(file);
		return;
	}
	const names = (await entries(file)).map(({name}) => name).toSorted(byBytes);
	for (const name of names) await addFiles(`${file.replace(/\/$/, '')}/${name}`, files, depth + 1);
}

async function entries(directory: string): Promise<readonly Dirent[]> {
	try {
		return await readdir(directory, {withFileTypes: true});
	} catch {
		// An unreadable directory is a pattern without matches; httpd, as root, would see more.
		return [];
	}
}

const byBytes = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
