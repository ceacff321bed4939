import path from 'node:path';

/** The words by which another program starts this one: as it is installed, else this file with this Node.js; and with the directory unless it would look there by itself. */
export function ownCommand({
	execPath,
	file,
	directory,
	store,
	usual,
}: {
	/** Of Node.js. */
	readonly execPath: string;
	/** What Node.js was started with, a link where npm has installed one; undefined where Node.js and the program are one executable. */
	readonly file: string | undefined;
	/** Of the configuration, absolute. */
	readonly directory: string;
	/** The address of the store, where it has to be named. */
	readonly store?: string;
	/** Where it is looked for when nobody names it; undefined to name it in any case. */
	readonly usual?: string;
}): readonly string[] {
	return [
		...programOf(execPath, file),
		...(usual !== undefined && path.resolve(directory) === path.resolve(usual)
			? []
			: ['--config', path.resolve(directory)]),
		...(store === undefined ? [] : ['--store', store]),
	];
}

function programOf(execPath: string, file: string | undefined): readonly string[] {
	if (file === undefined) return [execPath];
	return path.basename(file) === 'mailgrant' ? [file] : [execPath, file];
}
