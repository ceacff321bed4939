import path from 'node:path';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';

const elsewhere = 'Or keep the settings elsewhere: mailgrant --config DIR';

/** The `code` of a system error, such as ENOENT; undefined for all other errors. */
export function errorCode(error: unknown): string | undefined {
	if (!(error instanceof Error) || !('code' in error)) return undefined;
	return typeof error.code === 'string' ? error.code : undefined;
}

/** Runs file work and says system errors in words. `file` is what it was about; all other errors rise. */
export function explained<Value>(doing: 'read' | 'write', file: string, work: () => Value): Value {
	try {
		return work();
	} catch (error) {
		throw explain(doing, file, error);
	}
}

/** The UserError for a system error about a file; anything else as it came. */
export function explain(doing: 'read' | 'write', file: string, error: unknown): unknown {
	const code = errorCode(error);
	if (error instanceof UserError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
	const shown = clean(file, 300);
	const done = doing === 'read' ? 'read' : 'written';
	const look = `Look at owner and mode: ls -ld ${shellQuote(path.dirname(shown))} ${shellQuote(shown)}`;
	switch (code) {
		case 'EACCES':
		case 'EPERM':
			return new UserError(`${shown} can't be ${done}: permission denied.`, [
				look,
				'Run mailgrant as the user who owns the directory.',
				elsewhere,
			]);
		case 'EROFS':
			return new UserError(`${shown} can't be ${done}: its file system is read-only.`, [
				`See how it is mounted: findmnt -T ${shellQuote(path.dirname(shown))}`,
				elsewhere,
			]);
		case 'ENOSPC':
		case 'EDQUOT':
			return fullDisk(shown, code === 'EDQUOT' ? 'the disk quota is used up' : 'the disk is full');
		case 'ENOTDIR':
		case 'EEXIST':
			return new UserError(
				`${shown} can't be ${done}: a part of its path is a file, not a directory.`,
				[`Look at it: ls -ld ${shellQuote(path.dirname(shown))}`, elsewhere],
			);
		case 'ENOENT':
			return new UserError(`${shown} can't be ${done}: it is not there.`, [
				`Look at its directory: ls -ld ${shellQuote(path.dirname(shown))}`,
				'Then do it again.',
			]);
		default:
			return new UserError(`${shown} can't be ${done} (${code}).`, [look, 'Then do it again.']);
	}
}

/** Nothing was changed, since there is no room. */
export function fullDisk(file: string, why: string): UserError {
	return new UserError(`${file} can't be written: ${why}. The file is as it was.`, [
		`Make room: df -h ${shellQuote(path.dirname(file))}`,
		'Then do it again.',
		elsewhere,
	]);
}
