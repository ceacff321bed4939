import {
	closeSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	type Stats,
	statSync,
} from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {errorCode, explained, fullDisk} from './file-errors.js';
import type {KeySource} from './key-source.js';
import {checkDirectory, checkFile} from './permissions.js';

/** What a file holds beside its version, by field. It is shared by all who read: nobody changes it. */
export type Content = Readonly<Record<string, unknown>>;

/** One file of the store. Whoever writes holds its lock. */
export type StoreFile = {
	readonly path: string;
	/** Throws UserError for directory or file that is loose or belongs to another; looks at no content. */
	readonly check: () => void;
	/** Empty when there is no file yet; makes nothing. Throws UserError for one that can't be used, and leaves it as it is. */
	readonly read: () => Content;
	/** Makes the directory at first need. All or nothing: the file is the old one or the new one, whole. */
	readonly write: (content: Content) => void;
	/** Makes the directory at first need, for locks that lie in it. */
	readonly ensureDirectory: () => void;
};

const schemaVersion = 1;
/** Far beyond a thousand grants; what is larger was not written by mailgrant. */
const largest = 16 * 1024 * 1024;

/** A file of JSON in the directory, encrypted (AES-256-GCM) where a key source is given. */
export function storeFile({
	directory,
	name,
	extension,
	key,
}: {
	readonly directory: string;
	readonly name: string;
	readonly extension: string;
	readonly key?: KeySource;
}): StoreFile {
	const base = `${name}.${extension}`;
	const file = path.join(directory, base);
	let last:
		| {readonly bytes: Buffer; readonly content: Content; readonly stamp: string | undefined}
		| undefined;

	function check() {
		if (!checkDirectory(directory)) return;
		checkFile(file);
		key?.check();
	}

	function ensureDirectory() {
		if (checkDirectory(directory)) return;
		explained('write', directory, () => makeDirectory(directory));
		checkDirectory(directory);
	}

	const statsOf = () => (checkDirectory(directory) ? checkFile(file) : undefined);

	function bytesOf(stats: Stats | undefined): Buffer | undefined {
		if (!stats) return undefined;
		if (stats.size > largest) throw damaged(file, key);
		return explained('read', file, () => readFileSync(file));
	}

	function read(): Content {
		const stats = statsOf();
		const stamp = stampOf(stats);
		// Reading is dear too where thousands of grants are kept.
		if (last && stamp !== undefined && last.stamp === stamp) return last.content;
		const bytes = bytesOf(stats);
		if (!bytes) return {};
		// Decrypting takes some milliseconds, and the same bytes hold the same content.
		if (last?.bytes.equals(bytes)) {
			last = {...last, stamp};
			return last.content;
		}
		const content = load(name, extension);
		checkVersion(content.version);
		// What conf has read may be newer than `bytes`.
		last = bytesOf(statsOf())?.equals(bytes) ? {bytes, content, stamp} : undefined;
		return content;
	}

	function load(configName: string, fileExtension: string): Content {
		const encryptionKey = key?.read();
		if (key && !encryptionKey) throw keyMissing(file, key);
		try {
			return {...conf(configName, fileExtension, encryptionKey).store};
		} catch (error) {
			if (errorCode(error) === undefined) throw damaged(file, key);
			return explained('read', file, () => {
				throw error;
			});
		}
	}

	const conf = (configName: string, fileExtension: string, encryptionKey?: Uint8Array) =>
		new Conf<Record<string, unknown>>({
			cwd: directory,
			configName,
			fileExtension,
			encryptionKey,
			encryptionAlgorithm: 'aes-256-gcm',
			configFileMode: 0o600,
			clearInvalidConfig: false,
			accessPropertiesByDotNotation: false,
		});

	function checkVersion(version: unknown) {
		if (!Number.isSafeInteger(version) || Number(version) < 1) throw damaged(file, key);
		if (Number(version) <= schemaVersion) return;
		throw new UserError(
			`${file} was written by a newer mailgrant (version ${version} of its form, this one knows ${schemaVersion}).`,
			['Use that newer mailgrant.', 'Or keep other settings: mailgrant --config DIR'],
		);
	}

	function write(content: Content) {
		ensureDirectory();
		const encryptionKey = key && (key.read() ?? key.create());
		const all = {...content, version: schemaVersion};
		// conf replaces a file by whatever part of it went to a disk that ran full. So it writes
		// beside the file, and only what reads back whole takes its place.
		explained('write', file, () => {
			const staging = path.join(directory, `${base}.new`);
			removeLeftovers();
			try {
				const writer = conf(base, 'new', encryptionKey);
				writer.store = all;
				if (!readsBack(writer, all)) throw fullDisk(file, 'the disk is probably full');
				renameSync(staging, file);
			} finally {
				removeLeftovers();
			}
			syncDirectory();
		});
	}

	// Of a write that was killed: the file beside it, and conf's own temporary files for that one.
	function removeLeftovers() {
		for (const entry of readdirSync(directory)) {
			if (!entry.startsWith(`${base}.new`)) continue;
			rmSync(path.join(directory, entry), {force: true});
		}
	}

	function syncDirectory() {
		try {
			const descriptor = openSync(directory, 'r');
			try {
				fsyncSync(descriptor);
			} finally {
				closeSync(descriptor);
			}
		} catch (error) {
			// Some network file systems can't sync a directory; the file itself was synced.
			if (errorCode(error) === undefined) throw error;
		}
	}

	return {path: file, check, read, write, ensureDirectory};
}

/** What tells a file from every other that may take its place; undefined while it is so young that the clock of the file system might not. */
function stampOf(stats: Stats | undefined): string | undefined {
	if (!stats || Math.abs(Date.now() - stats.ctimeMs) < 2000) return undefined;
	return `${stats.dev} ${stats.ino} ${stats.size} ${stats.ctimeMs}`;
}

// Not `recursive`, which reports a read-only file system as a file that is not there.
function makeDirectory(directory: string): void {
	try {
		mkdirSync(directory, 0o700);
	} catch (error) {
		const code = errorCode(error);
		// Another process was faster.
		if (code === 'EEXIST' && statSync(directory).isDirectory()) return;
		if (code !== 'ENOENT' || directory === path.dirname(directory)) throw error;
		makeDirectory(path.dirname(directory));
		makeDirectory(directory);
	}
}

function readsBack(writer: Conf<Record<string, unknown>>, content: Content): boolean {
	try {
		return JSON.stringify(writer.store) === JSON.stringify(content);
	} catch (error) {
		if (errorCode(error) !== undefined) throw error;
		return false;
	}
}

const moveAway = (file: string) => `mv ${shellQuote(file)} ${shellQuote(`${file}.damaged`)}`;

function damaged(file: string, key: KeySource | undefined): UserError {
	if (!key) {
		return new UserError(`${file} is damaged: it is not what mailgrant wrote.`, [
			'Restore it from a backup, or mend it by hand if you edited it (it is JSON).',
			`Or begin anew, with the old file kept: ${moveAway(file)}`,
		]);
	}
	return new UserError(
		`${file} can't be decrypted: it was changed or cut off, or ${key.name} is not its key.`,
		[
			'Restore both from the same backup.',
			`Or begin anew, with the old file kept: ${moveAway(file)}`,
			'Then enter the client secret and sign in again, for each grant.',
		],
	);
}

function keyMissing(file: string, key: KeySource): UserError {
	return new UserError(`${key.name} is missing, the key that ${file} is encrypted with.`, [
		`Restore ${key.name} from a backup.`,
		`Or give the secrets up: rm ${shellQuote(file)}`,
		'Then enter the client secret and sign in again, for each grant.',
	]);
}
