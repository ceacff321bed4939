import {randomBytes} from 'node:crypto';
import {open, rename, rm} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {errorCode} from './file-errors.js';

/** Writes a text without secrets into a new file that the admin named, readable by all unless a mode says otherwise; `~/` is the home directory. Gives the absolute path. Throws UserError when there is one already or it can't be written. */
export async function writeTextFile(named: string, text: string, mode = 0o644): Promise<string> {
	const file = fileNamed(named);
	// Exclusive: it follows no link, and overwrites nothing.
	const handle = await open(file, 'wx', mode).catch((error: unknown) => {
		throw inWords(file, error);
	});
	let isWritten = false;
	try {
		await handle.writeFile(text);
		isWritten = true;
	} catch (error) {
		throw inWords(file, error);
	} finally {
		await handle.close();
		// Half a text is worse than none.
		if (!isWritten) await rm(file, {force: true});
	}
	return file;
}

/** The same in the place of a file that is there, in one step, so that who reads it never sees half of it. */
export async function replaceTextFile(named: string, text: string): Promise<void> {
	const file = fileNamed(named);
	const beside = path.join(
		path.dirname(file),
		`.${path.basename(file)}.${randomBytes(6).toString('hex')}`,
	);
	await writeTextFile(beside, text);
	try {
		await rename(beside, file);
	} catch (error) {
		await rm(beside, {force: true});
		throw inWords(file, error);
	}
}

function fileNamed(named: string): string {
	const name = named.trim();
	if (name === '' || name.includes('\0')) throw new UserError('No file is named.', ['Name one.']);
	return path.resolve(name.replace(/^~(?=\/|$)/, () => homedir()));
}

function inWords(file: string, error: unknown): unknown {
	const code = errorCode(error);
	if (code === undefined) return error;
	const shown = clean(file, 300);
	const directory = shellQuote(path.dirname(shown));
	switch (code) {
		case 'EEXIST':
			return new UserError(`There is a file ${shown} already; it was left as it is.`, [
				'Enter another name.',
			]);
		case 'ENOENT':
		case 'ENOTDIR':
			return new UserError(`There is no directory for ${shown}.`, [
				'Enter the path of one that exists, such as ~/sheet.txt.',
			]);
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return new UserError(`${shown} may not be written.`, [
				`Look at its directory: ls -ld ${directory}`,
				'Or enter another place, such as ~/sheet.txt.',
			]);
		case 'ENOSPC':
		case 'EDQUOT':
			return new UserError(`${shown} was not written: there is no room left.`, [
				`Make room: df -h ${directory}`,
			]);
		default:
			return new UserError(`${shown} can't be written (${clean(code, 40)}).`, [
				'Enter another place, such as ~/sheet.txt.',
			]);
	}
}
