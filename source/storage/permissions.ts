import {lstatSync, realpathSync, type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {userName} from '../user-name.js';
import {errorCode, explained} from './file-errors.js';

/** Whether the directory is there; refuses one that others could read, change or swap, with the command that mends it. */
export function checkDirectory(directory: string): boolean {
	const stats = statsOf(directory, statSync);
	if (!stats) {
		if (statsOf(directory, lstatSync)) {
			throw new UserError(`${directory} is a link to something that is not there.`, [
				`See where it leads: ls -ld ${shellQuote(directory)}`,
				'Make that directory, or remove the link.',
			]);
		}
		checkParent(nearest(path.dirname(directory)));
		return false;
	}
	if (!stats.isDirectory()) {
		throw new UserError(`${directory} is not a directory, so nothing can be kept in it.`, [
			`Look at it: ls -ld ${shellQuote(directory)}`,
			'Choose another directory: mailgrant --config DIR',
		]);
	}
	checkOwner(directory, stats);
	checkMode(directory, stats, '700');
	const real = explained('read', directory, () => realpathSync.native(directory));
	checkParent(path.dirname(real));
	// Where a link lies matters as much as where it leads.
	if (real !== directory) checkParent(path.dirname(directory));
	return true;
}

/** Its stats, or undefined when it is not there; refuses a link, anything but a plain file, and one that others can read or change. */
export function checkFile(file: string): Stats | undefined {
	const stats = statsOf(file, lstatSync);
	if (!stats) return undefined;
	if (!stats.isFile()) {
		throw new UserError(`${file} is ${kindOf(stats)}, not a plain file.`, [
			`Look at it: ls -ld ${shellQuote(file)}`,
			'Put the file itself there, or move away what is there.',
		]);
	}
	checkOwner(file, stats);
	checkMode(file, stats, '600');
	return stats;
}

function checkOwner(file: string, {uid}: Stats): void {
	const own = process.geteuid?.();
	if (own === undefined || uid === own) return;
	throw new UserError(`${file} belongs to user ${uid}, but mailgrant runs as ${userName()}.`, [
		`Run it as that user: sudo -u '#${uid}' mailgrant`,
		`Or take it over: sudo chown ${shellQuote(userName())} ${shellQuote(file)}`,
	]);
}

function checkMode(file: string, {mode}: Stats, wanted: '600' | '700'): void {
	if (process.platform === 'win32' || (mode & 0o077) === 0) return;
	throw new UserError(
		`${file} is open to other users (mode ${octal(mode)}), so secrets are not safe there.`,
		[`Close it: chmod ${wanted} ${shellQuote(file)}`, 'Then start mailgrant again.'],
	);
}

// Who may write to the directory above can put another in the place of ours, unless it is sticky.
// Further up only what everybody may write to is refused: system directories often belong to a group.
export function checkParent(parent: string): void {
	if (process.platform === 'win32') return;
	for (let above = parent; ; above = path.dirname(above)) {
		const loose = above === parent ? 0o022 : 0o002;
		const stats = statsOf(above, statSync);
		if (stats && (stats.mode & loose) !== 0 && (stats.mode & 0o1000) === 0) {
			throw new UserError(
				`Others may write to ${above} (mode ${octal(stats.mode)}), so they could swap what mailgrant keeps below it.`,
				[
					`Close it: chmod go-w ${shellQuote(above)}`,
					'Or keep the settings elsewhere: mailgrant --config DIR',
				],
			);
		}
		if (above === path.dirname(above)) return;
	}
}

/** The real path of the closest directory above that exists. */
function nearest(directory: string): string {
	if (statsOf(directory, statSync) || directory === path.dirname(directory)) {
		return explained('read', directory, () => realpathSync(directory));
	}
	return nearest(path.dirname(directory));
}

function statsOf(file: string, stat: (file: string) => Stats): Stats | undefined {
	try {
		return stat(file);
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return undefined;
		return explained('read', file, () => {
			throw error;
		});
	}
}

const octal = (mode: number) => (mode & 0o7777).toString(8).padStart(4, '0');

function kindOf(stats: Stats): string {
	if (stats.isSymbolicLink()) return 'a link';
	if (stats.isDirectory()) return 'a directory';
	if (stats.isFIFO()) return 'a pipe';
	if (stats.isSocket()) return 'a socket';
	return 'a device';
}
