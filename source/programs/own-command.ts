import path from 'node:path';

/** The words by which another program starts this one: as it is installed, else this file with this Node.js; and with the directory unless it would look there by itself. */
export function ownCommand({
	execPath,
	file,
	directory,
	usual,
}: {
	/** Of Node.js. */
	readonly execPath: string;
	/** What Node.js was started with; a link where npm has installed one. */
	readonly file: string | undefined;
	/** Of the configuration, absolute. */
	readonly directory: string;
	/** Where it is looked for when nobody names it; undefined to name it in any case. */
	readonly usual?: string;
}): readonly string[] {
	const program =
		file === undefined || path.basename(file) === 'mailgrant'
			? [file ?? 'mailgrant']
			: [execPath, file];
	return [
		...program,
		...(usual !== undefined && path.resolve(directory) === path.resolve(usual)
			? []
			: ['--config', path.resolve(directory)]),
	];
}
