import {homedir} from 'node:os';
import path from 'node:path';
import {UserError} from '../errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where settings and secrets are kept, absolute: `--config DIR`, else MAILGRANT_CONFIG, else the XDG directory. Touches no disk. */
export function configDirectory(argument: string | undefined, environment: Environment): string {
	if (argument !== undefined) return chosen(argument, '--config');
	const fromEnvironment = environment.MAILGRANT_CONFIG;
	if (fromEnvironment) return chosen(fromEnvironment, 'MAILGRANT_CONFIG');
	const base = environment.XDG_CONFIG_HOME;
	// The XDG Base Directory specification has relative values ignored.
	if (base && path.isAbsolute(base)) return path.join(base, 'mailgrant');
	const home = environment.HOME || homedir();
	if (!path.isAbsolute(home)) {
		throw new UserError('There is no home directory to keep settings in.', [
			'Choose a directory: mailgrant --config DIR',
			'Or set it for every command: export MAILGRANT_CONFIG=DIR',
		]);
	}
	return usualDirectory(home);
}

/** Where they are kept when only the home directory is known. */
export const usualDirectory = (home: string) => path.join(home, '.config', 'mailgrant');

function chosen(directory: string, by: string): string {
	if (directory.trim() === '' || directory.includes('\0')) {
		throw new UserError(`${by} names no directory.`, [`Give one: ${by} DIR`], 2);
	}
	return path.resolve(directory);
}
