import {createHash} from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import type {Secrets} from '../services.js';
import {shellQuote} from '../shell-quote.js';
import {diagnosisShape} from './evidence-shape.js';
import {errorCode, explained} from './file-errors.js';
import type {KeySource} from './key-source.js';
import {checkFile} from './permissions.js';
import {openSealed, seal} from './seal.js';
import {isNumber, isText, listOf, objectOf, oneOf} from './shape.js';

/** What changes with every refresh. */
export type TokenPart = Pick<Secrets, 'tokens' | 'renewal'>;

/** A file for each grant, so that a refresh among thousands writes a few kilobytes and waits for no other grant. */
export type TokenStore = {
	/** Of a grant: its path without `.enc`, beside which its locks lie. */
	readonly base: (name: string) => string;
	/** Undefined when there is no file. */
	readonly read: (name: string) => TokenPart | undefined;
	/** All or nothing. The caller holds the lock. New tokens are on the disk when it returns; what else is written, a loss of power may take back. */
	readonly write: (name: string, part: TokenPart, options?: {readonly isMinor?: boolean}) => void;
	readonly remove: (name: string) => void;
	readonly ensureDirectory: () => void;
};

export const tokenShapes = {
	tokens: objectOf(
		{
			accessToken: isText,
			obtainedAt: isNumber,
			expiresAt: isNumber,
			scopes: listOf(isText),
			flow: oneOf('browser', 'device'),
		},
		{refreshToken: isText, idToken: isText},
	),
	renewal: objectOf(
		{},
		{
			begunAt: isNumber,
			failure: objectOf(
				{at: isNumber, count: isNumber, fits: isText, diagnosis: diagnosisShape},
				{retryAt: isNumber},
			),
		},
	),
};

const largest = 1024 * 1024;

export function createTokenStore(
	directory: string,
	{key, hasSecrets}: {readonly key: KeySource; readonly hasSecrets: () => boolean},
): TokenStore {
	const place = path.join(directory, 'tokens');
	// A name may hold what no file name can.
	const base = (name: string) =>
		path.join(place, createHash('sha256').update(name).digest('hex').slice(0, 32));
	const fileOf = (name: string) => `${base(name)}.enc`;

	function read(name: string): TokenPart | undefined {
		const file = fileOf(name);
		const stats = checkFile(file);
		if (!stats) return undefined;
		const bytes = stats.size > largest ? undefined : bytesOf(file);
		const storeKey = key.read();
		if (!storeKey) throw keyMissing(file, key);
		const part = bytes && partOf(openSealed(bytes, storeKey, name));
		if (!part) throw damaged(file, name, key);
		return part;
	}

	/** Whether a key was in use before, so that a new one can't be the right one. */
	const hadKey = () => hasSecrets() || readdirSync(place).some(entry => entry.endsWith('.enc'));

	function ensureDirectory() {
		explained('write', place, () => {
			try {
				mkdirSync(place, 0o700);
			} catch (error) {
				if (errorCode(error) !== 'EEXIST') throw error;
			}
		});
	}

	return {
		base,
		read,
		ensureDirectory,
		write(name, part, {isMinor = false} = {}) {
			const file = fileOf(name);
			ensureDirectory();
			const storeKey = key.read() ?? (hadKey() ? undefined : key.create());
			if (!storeKey) throw keyMissing(file, key);
			explained('write', file, () => {
				replace(file, seal(JSON.stringify(part), storeKey, name));
				if (!isMinor) syncDirectory(place);
			});
		},
		remove: name => explained('write', fileOf(name), () => rmSync(fileOf(name), {force: true})),
	};
}

function partOf(text: string | undefined): TokenPart | undefined {
	if (text === undefined) return undefined;
	// Only who has the key can have written it, as JSON.
	const part: unknown = JSON.parse(text);
	return objectOf({}, tokenShapes)(part) ? (part as TokenPart) : undefined;
}

function bytesOf(file: string): Buffer | undefined {
	return explained('read', file, () => readFileSync(file));
}

function replace(file: string, bytes: Buffer) {
	const beside = `${file}.new`;
	try {
		rmSync(beside, {force: true});
		const descriptor = openSync(beside, 'wx', 0o600);
		try {
			writeFileSync(descriptor, bytes);
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		renameSync(beside, file);
	} catch (error) {
		rmSync(beside, {force: true});
		throw error;
	}
}

function syncDirectory(directory: string) {
	const descriptor = openSync(directory, 'r');
	try {
		fsyncSync(descriptor);
	} catch (error) {
		// Some network file systems can't sync a directory; the file itself was synced.
		if (errorCode(error) === undefined) throw error;
	} finally {
		closeSync(descriptor);
	}
}

function damaged(file: string, name: string, key: KeySource): UserError {
	return new UserError(
		`${file} can't be decrypted: it was changed or cut off, or ${key.name} is not its key.`,
		[
			'Restore both from the same backup.',
			`Or give these tokens up: mv ${shellQuote(file)} ${shellQuote(`${file}.damaged`)}`,
			`Then sign in again: mailgrant sign-in ${shellQuote(name)}`,
		],
	);
}

function keyMissing(file: string, key: KeySource): UserError {
	return new UserError(`${key.name} is missing, the key that ${file} is encrypted with.`, [
		`Restore ${key.name} from a backup.`,
		`Or give the secrets up: rm -r ${shellQuote(path.dirname(file))}`,
		'Then enter the client secret and sign in again, for each grant.',
	]);
}
