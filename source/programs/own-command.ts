import path from 'node:path';

/** The words by which another program starts this one: as it is installed, else this file with this Node.js; and with the directory when it is not where it would look by itself. */
export function ownCommand({
	execPath,
	file,
	directory,
	store,
	usual,
}: {
	/** Of Node.js. */
	readonly execPath: string;
	/** What Node.js was started with; a link where npm has installed one. */
	readonly file: string | undefined;
	/** Of the configuration, absolute. */
	readonly directory: string;
	/** The address of the store, where it has to be named. */
	readonly store?: string;
	/** Where it is looked for when nobody names it. */
	readonly usual: string;
}): readonly string[] {
	const program =
		file === undefined || path.basename(file) === 'mailgrant'
			? [file ?? 'mailgrant']
			: [execPath, file];
	return [
		...program,
		...(path.resolve(directory) === path.resolve(usual)
			? []
			: ['--config', path.resolve(directory)]),
		...(store === undefined ? [] : ['--store', store]),
	];
}
