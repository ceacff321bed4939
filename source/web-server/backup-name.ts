import path from 'node:path';
import {hasWildcard, matchesPart} from './expand-pattern.js';

/** A name for the backup, beside the file and with the time (UTC) in it, that no Include takes for a part of the configuration. */
export function backupName(file: string, includes: readonly string[], now: Date): string {
	const time = now
		.toISOString()
		.replace(/\.\d+Z$/, '')
		.replace(/[-:]/g, '')
		.replace('T', '-');
	const directory = path.dirname(file);
	const name = `${path.basename(file)}.mailgrant-${time}`;
	const candidates = [
		path.join(directory, name),
		path.join(directory, `.${name}`),
		path.join(path.dirname(directory), name),
	];
	return candidates.find(each => !isIncluded(each, includes)) ?? `/var/tmp/${name}`;
}

/** By a wildcard, which leaves names with a dot in front alone, or by a directory as a whole. */
function isIncluded(file: string, includes: readonly string[]): boolean {
	return includes.some(pattern => {
		const bare = pattern.replace(/\/+$/, '');
		if (!hasWildcard(bare)) return file.startsWith(`${bare}/`);
		const parts = bare.split('/');
		const names = file.split('/');
		return (
			parts.length === names.length &&
			parts.every((part, index) => matchesPart(names[index] ?? '', part))
		);
	});
}
