import {readdirSync, readFileSync, renameSync, rmSync, type Stats} from 'node:fs';
import path from 'node:path';
import Conf, {type Options} from 'conf';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import {makeDirectory, syncDirectory} from './durable.js';
import {errorCode, explained, fullDisk} from './file-errors.js';
import {settledStamp} from './file-stamp.js';
import type {FoundKey, KeySource} from './key-source.js';
import {checkDirectory, checkFile} from './permissions.js';
import {isRecord} from './shape.js';

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
	/** As `write`, but encrypted with another key. */
	readonly writeWith: (key: Uint8Array, content: Content) => void;
	/** The key that the file is encrypted with now; of one that is not there yet, the key that it gets. Only where a key source was given. */
	readonly currentKey: () => Uint8Array;
	/** Keeps nothing of it in memory that can be read again. */
	readonly forget: () => void;
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
	/** What the file was decrypted with last. */
	let fitting: Uint8Array | undefined;

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
		if (stats.size > largest) throw notOurs();
		return explained('read', file, () => readFileSync(file));
	}

	function read(): Content {
		const stats = statsOf();
		const stamp = stats && settledStamp(stats);
		// Reading is dear too where thousands of grants are kept.
		if (last && stamp !== undefined && last.stamp === stamp) return last.content;
		const bytes = bytesOf(stats);
		if (!bytes) return {};
		// Decrypting takes some milliseconds, and the same bytes hold the same content.
		if (last?.bytes.equals(bytes)) {
			last = {...last, stamp};
			return last.content;
		}
		const content = load(bytes);
		checkVersion(content.version);
		// What conf has read may be newer than `bytes`.
		const isIt = !key || bytesOf(statsOf())?.equals(bytes);
		last = isIt ? {bytes, content, stamp} : undefined;
		return content;
	}

	const notOurs = () => (key ? key.unfit(file, key.read()) : damaged(file));

	function load(bytes: Buffer, triesLeft = 5): Content {
		if (!key) return plainContent(bytes) ?? fail(damaged(file));
		const found = key.read();
		if (found.length === 0) throw key.missing(file);
		for (const {key: candidate} of found) {
			const content = loadWith(candidate);
			if (!content) continue;
			fitting = candidate;
			return content;
		}
		// Another process may have changed the key between the two readings.
		const now = bytesOf(statsOf()) ?? bytes;
		const hasChanged = !now.equals(bytes) || namesOf(key.read()) !== namesOf(found);
		if (hasChanged && triesLeft > 0) return load(now, triesLeft - 1);
		throw key.unfit(file, found);
	}

	/** Undefined when it is not what mailgrant wrote, or has another key. */
	function loadWith(encryptionKey: Uint8Array): Content | undefined {
		let content: Record<string, unknown> = {};
		// conf compares what it reads with what it reads again, which is dear for thousands of grants:
		// it decrypts, and gets nothing to compare.
		const deserialize = (text: string) => {
			content = JSON.parse(text);
			return {};
		};
		try {
			conf(name, extension, {encryptionKey, deserialize});
			return content;
		} catch (error) {
			if (errorCode(error) === undefined) return undefined;
			return explained('read', file, () => {
				throw error;
			});
		}
	}

	const conf = (
		configName: string,
		fileExtension: string,
		options: Pick<Options<Record<string, unknown>>, 'encryptionKey' | 'deserialize'>,
	) =>
		new Conf<Record<string, unknown>>({
			...options,
			cwd: directory,
			configName,
			fileExtension,
			encryptionAlgorithm: 'aes-256-gcm',
			configFileMode: 0o600,
			clearInvalidConfig: false,
			accessPropertiesByDotNotation: false,
		});

	function checkVersion(version: unknown) {
		if (!Number.isSafeInteger(version) || Number(version) < 1) throw notOurs();
		if (Number(version) <= schemaVersion) return;
		throw new UserError(
			`${file} was written by a newer mailgrant (version ${version} of its form, this one knows ${schemaVersion}).`,
			['Use that newer mailgrant.', 'Or keep other settings: mailgrant --config DIR'],
		);
	}

	function write(content: Content) {
		ensureDirectory();
		put(content, key && keyForWriting(key));
	}

	function keyForWriting(source: KeySource): Uint8Array {
		// The key that fits now, of which only reading tells.
		const isThere = statsOf() !== undefined;
		if (isThere) read();
		if (!isThere || !fitting) return source.begin();
		source.settle(fitting);
		return fitting;
	}

	function put(content: Content, encryptionKey: Uint8Array | undefined) {
		const all = {...content, version: schemaVersion};
		// conf replaces a file by whatever part of it went to a disk that ran full. So it writes
		// beside the file, and only what reads back whole takes its place.
		explained('write', file, () => {
			const staging = path.join(directory, `${base}.new`);
			removeLeftovers();
			try {
				const writer = conf(base, 'new', {encryptionKey});
				writer.store = all;
				if (!readsBack(writer, all)) throw fullDisk(file, 'the disk is probably full');
				renameSync(staging, file);
			} finally {
				removeLeftovers();
			}
			syncDirectory(directory);
		});
	}

	// Of a write that was killed: the file beside it, and conf's own temporary files for that one.
	function removeLeftovers() {
		for (const entry of readdirSync(directory)) {
			if (!entry.startsWith(`${base}.new`)) continue;
			rmSync(path.join(directory, entry), {force: true});
		}
	}

	function writeWith(encryptionKey: Uint8Array, content: Content) {
		ensureDirectory();
		put(content, encryptionKey);
		fitting = encryptionKey;
		last = undefined;
	}

	function currentKey(): Uint8Array {
		if (!key) throw new Error(`${file} is not encrypted`);
		if (statsOf() === undefined) return key.begin();
		read();
		if (!fitting) throw notOurs();
		return fitting;
	}

	function forget() {
		last = undefined;
	}

	return {path: file, check, read, write, writeWith, currentKey, forget, ensureDirectory};
}

/** Undefined when it is not what mailgrant wrote. */
function plainContent(bytes: Buffer): Content | undefined {
	try {
		const content: unknown = JSON.parse(bytes.toString());
		return isRecord(content) ? content : undefined;
	} catch {
		return undefined;
	}
}

function fail(error: UserError): never {
	throw error;
}

const namesOf = (found: readonly FoundKey[]) =>
	found.map(({key}) => Buffer.from(key).toString('base64')).join(' ');

function readsBack(writer: Conf<Record<string, unknown>>, content: Content): boolean {
	try {
		return JSON.stringify(writer.store) === JSON.stringify(content);
	} catch (error) {
		if (errorCode(error) !== undefined) throw error;
		return false;
	}
}

function damaged(file: string): UserError {
	return new UserError(`${file} is damaged: it is not what mailgrant wrote.`, [
		'Restore it from a backup, or mend it by hand if you edited it (it is JSON).',
		`Or begin anew, with the old file kept: mv ${shellQuote(file)} ${shellQuote(`${file}.damaged`)}`,
	]);
}
