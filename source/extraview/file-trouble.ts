import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';

/** What a system error about one of ExtraView's files means, in words. `code` is such as EACCES. */
export function fileTrouble(
	doing: 'read' | 'written',
	path: string,
	code: string | undefined,
): UserError {
	const shown = clean(path, 300);
	const look = `Look at owner and mode: ls -ld ${shellQuote(shown)}`;
	switch (code) {
		case 'ENOENT':
			return new UserError(`${shown} is not there.`, [
				'Check the path. On a hosted instance there is none; copy the text instead.',
			]);
		case 'EACCES':
		case 'EPERM':
			return new UserError(`${shown} can't be ${doing}: permission denied.`, [
				look,
				'Run mailgrant as the user that ExtraView’s Tomcat runs as, or with sudo.',
			]);
		case 'EROFS':
			return new UserError(`${shown} can't be ${doing}: its file system is read-only.`, [look]);
		case 'ENOSPC':
		case 'EDQUOT':
			return new UserError(
				`${shown} can't be ${doing}: the disk is full, or a quota used up. It is as it was.`,
				['Make room, then do it again.'],
			);
		case 'ENOTDIR':
		case 'ELOOP':
		case 'EISDIR':
			return new UserError(`${shown} can't be ${doing}: it is not what the path says.`, [look]);
		default:
			return new UserError(`${shown} can't be ${doing}${code ? ` (${clean(code, 40)})` : ''}.`, [
				look,
			]);
	}
}
