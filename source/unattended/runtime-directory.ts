import path from 'node:path';
import {UserError} from '../errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where token files go: `--token-dir DIR`, else the directory that systemd made for the service, else one below the user's own. */
export function runtimeDirectory(argument: string | undefined, environment: Environment): string {
	if (argument !== undefined) {
		if (argument.trim() === '' || argument.includes('\0')) {
			throw new UserError('--token-dir names no directory.', ['Give one: --token-dir DIR'], 2);
		}
		return path.resolve(argument);
	}
	// systemd.exec(5): several are parted by colons.
	const [made = ''] = (environment.RUNTIME_DIRECTORY ?? '').split(':');
	if (path.isAbsolute(made)) return made;
	const own = environment.XDG_RUNTIME_DIR ?? '';
	if (path.isAbsolute(own)) return path.join(own, 'mailgrant');
	throw new UserError(
		'There is no runtime directory for token files: neither RUNTIME_DIRECTORY nor XDG_RUNTIME_DIR is set.',
		['Choose one: mailgrant refresh --watch --token-dir DIR'],
		2,
	);
}
