import {type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import type {Environment} from './config-directory.js';
import {errorCode, explained} from './file-errors.js';

/** The file of a credential that systemd has handed to this process (systemd.exec(5), LoadCredential=); undefined when it hands none out. */
export function credentialFile(
	name: 'mailgrant-key' | 'mailgrant-passphrase' | 'mailgrant-store-password',
	environment: Environment,
): string | undefined {
	const directory = environment.CREDENTIALS_DIRECTORY;
	// Only systemd sets it, and always to an absolute path.
	return directory && path.isAbsolute(directory) ? path.join(directory, name) : undefined;
}

/** Its stats, or undefined when it is not there. systemd gives it to root and lets the service's user in by an access list, which shows as rights of the group. */
export function checkCredential(file: string): Stats | undefined {
	let stats: Stats;
	try {
		stats = statSync(file);
	} catch (error) {
		if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
		return explained('read', file, () => {
			throw error;
		});
	}
	const isOwn = stats.uid === 0 || stats.uid === process.geteuid?.();
	if (stats.isFile() && isOwn && (stats.mode & 0o027) === 0) return stats;
	throw new UserError(`${file} is no credential of systemd: others may read or change it.`, [
		`Look at it: ls -l ${shellQuote(file)}`,
		'Let systemd hand it out: LoadCredential= in the unit, and no CREDENTIALS_DIRECTORY by hand.',
	]);
}
