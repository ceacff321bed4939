import {
	fchmodSync,
	fchownSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	type Stats,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import {tokenFileName} from '../refresh/token-file-name.js';
import {shellQuote} from '../shell-quote.js';
import {replaceFile} from '../storage/durable.js';
import {errorCode, explained} from '../storage/file-errors.js';
import {checkParent} from '../storage/permissions.js';
import type {TokenFiles} from '../watch-port.js';
import type {Owner} from './owner.js';
import {writtenNames} from './written-names.js';

/** Opens the directory of token files, made where it is missing. Throws UserError for one that others may write to, and for an owner that can't be given. */
export function openTokenDirectory(
	named: string,
	owner: Owner = {},
	/** Tells the files of one store from those of others in the same directory. */
	store = '',
): TokenFiles {
	const directory = path.resolve(named);
	explained('write', directory, () => make(directory, owner));
	check(directory);
	const written = writtenNames(directory, store);
	const fileOf = (grant: string) => path.join(directory, tokenFileName(grant));

	function replace(file: string, text: string) {
		try {
			replaceFile(file, {
				// Names of grants begin with no point.
				staging: path.join(directory, `.${path.basename(file)}.new`),
				fill(descriptor) {
					// Empty until the owner is right.
					if (owner.uid !== undefined || owner.gid !== undefined) {
						fchownSync(descriptor, owner.uid ?? -1, owner.gid ?? -1);
					}
					if (owner.gid !== undefined) fchmodSync(descriptor, 0o640);
					writeFileSync(descriptor, text);
				},
			});
		} catch (error) {
			if (errorCode(error) === 'EPERM') throw cannotGive(directory);
			throw error;
		}
	}

	const probe = path.join(directory, '.probe');
	explained('write', probe, () => {
		replace(probe, '');
		rmSync(probe);
	});
	return {
		directory,
		fileOf,
		write(grant, accessToken) {
			const file = fileOf(grant);
			const text = `${accessToken}\n`;
			explained('write', file, () => {
				// Known before it is there: a file that nobody knows of would stay for ever.
				written.add(path.basename(file));
				if (!holds(file, text, owner)) replace(file, text);
			});
		},
		remove: grant => {
			const file = fileOf(grant);
			explained('write', file, () => rmSync(file, {force: true}));
		},
		sweep(grants) {
			const current = new Set(grants.map(tokenFileName));
			const gone = [...written.names()].filter(name => !current.has(name));
			return explained('write', directory, () => {
				const removed = gone.filter(name => {
					const file = path.join(directory, name);
					if (!isAsWritten(lstatSync(file, {throwIfNoEntry: false}))) return false;
					rmSync(file);
					return true;
				});
				if (gone.length > 0) written.keep(current);
				return removed;
			});
		},
	};
}

function make(directory: string, owner: Owner) {
	try {
		// Others pass through to files that are theirs, and list nothing.
		mkdirSync(directory, owner.uid === undefined && owner.gid === undefined ? 0o700 : 0o711);
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') throw error;
	}
}

function check(directory: string) {
	const real = explained('read', directory, () => realpathSync(directory));
	const stats = explained('read', real, () => lstatSync(real));
	if (!stats.isDirectory()) {
		throw new UserError(`${directory} is not a directory.`, ['Name another: --token-dir DIR']);
	}
	const own = process.geteuid?.();
	if (own !== undefined && stats.uid !== own && stats.uid !== 0) {
		throw new UserError(
			`${directory} belongs to user ${stats.uid}, who could take tokens out of it.`,
			[`Look at it: ls -ld ${shellQuote(directory)}`, 'Name another: --token-dir DIR'],
		);
	}
	if ((stats.mode & 0o022) !== 0) {
		throw new UserError(
			`Others may write to ${directory}, so they could put files in the place of tokens.`,
			[`Close it: chmod go-w ${shellQuote(directory)}`, 'Or name another: --token-dir DIR'],
		);
	}
	checkParent(path.dirname(real));
}

/** Of a name that is known, whether the file is one that is written here, whoever it was given to. */
const isAsWritten = (stats: Stats | undefined) =>
	stats?.isFile() === true && [0o600, 0o640].includes(stats.mode & 0o777);

/** Whether nothing would change, so that a start does not write thousands of files again. */
function holds(file: string, text: string, {uid, gid}: Owner): boolean {
	const stats = lstatSync(file, {throwIfNoEntry: false});
	if (!stats?.isFile() || stats.size !== Buffer.byteLength(text)) return false;
	if ((stats.mode & 0o777) !== (gid === undefined ? 0o600 : 0o640)) return false;
	if (stats.uid !== (uid ?? process.geteuid?.()) || (gid !== undefined && stats.gid !== gid)) {
		return false;
	}
	return readFileSync(file, 'latin1') === text;
}

function cannotGive(directory: string): UserError {
	return new UserError(
		`The token files in ${directory} can't be given to that owner: only root may give files away, and others only to a group of their own.`,
		['Run the watcher as the user that reads the tokens, or leave out --token-owner.'],
	);
}
