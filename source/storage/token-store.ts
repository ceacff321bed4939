import {fsyncSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import type {Secrets} from '../secrets.js';
import {shellQuote} from '../shell-quote.js';
import {replaceFile, syncDirectory} from './durable.js';
import {diagnosisShape} from './evidence-shape.js';
import {explained} from './file-errors.js';
import {settledStamp} from './file-stamp.js';
import {checkFile} from './permissions.js';
import {openSealed, seal} from './seal.js';
import {isNumber, isText, listOf, objectOf, oneOf} from './shape.js';
import {tokenBase, tokenPlace} from './token-base.js';
import {tokenCopyFile} from './token-copy.js';
import type {TokenKey} from './token-key.js';

/** What changes with every refresh. */
export type TokenPart = Pick<Secrets, 'tokens' | 'renewal'>;

/** A file for each grant, so that a refresh among thousands writes a few kilobytes and waits for no other grant. */
export type TokenStore = {
	/** Undefined when there is no file. It is shared by all who read: nobody changes it. */
	readonly read: (name: string) => TokenPart | undefined;
	/** All or nothing. The caller has the grant to itself. New tokens are on the disk when it returns; what else is written, a loss of power may take back. Gives what is read from then on. */
	readonly write: (
		name: string,
		part: TokenPart,
		options?: {readonly isMinor?: boolean},
	) => TokenPart;
	readonly remove: (name: string) => void;
};

export const tokenShapes = {
	tokens: objectOf(
		{
			accessToken: isText,
			obtainedAt: isNumber,
			expiresAt: isNumber,
			scopes: listOf(isText),
			flow: oneOf('browser', 'device', 'app-only'),
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
/** Grants that are at work at the same time, and some more. */
const mostKept = 16;

type Kept = {
	readonly bytes: Buffer;
	readonly key: Uint8Array;
	readonly part: TokenPart;
	/** Of the file, once it is old enough to be told from the next by it. */
	readonly stamp?: string;
};

export function createTokenStore(
	directory: string,
	{
		tokenKey,
		storeKey,
	}: {
		readonly tokenKey: TokenKey;
		/** The key that the store has now; of a new one the key that it gets. */
		readonly storeKey: () => Uint8Array;
	},
): TokenStore {
	const place = tokenPlace(directory);
	const base = (name: string) => tokenBase(directory, name);
	const fileOf = (name: string) => `${base(name)}.enc`;

	/** What was read last: a refresh reads its grant's file several times, and the same bytes hold the same part. */
	const kept = new Map<string, Kept>();

	function keep(name: string, what: Kept) {
		if (kept.size >= mostKept) kept.clear();
		kept.set(name, what);
	}

	function read(name: string): TokenPart | undefined {
		const file = fileOf(name);
		const stats = checkFile(file);
		if (!stats) return undefined;
		const key = tokenKey.read();
		if (!key) throw keyMissing(file);
		const former = kept.get(name);
		const last = former?.key === key ? former : undefined;
		const stamp = settledStamp(stats);
		if (last && stamp !== undefined && last.stamp === stamp) return last.part;
		const bytes = stats.size > largest ? undefined : bytesOf(file);
		if (!bytes) throw damaged(file, name);
		const part = last?.bytes.equals(bytes) ? last.part : partOf(openSealed(bytes, key, name));
		if (!part) throw damaged(file, name);
		keep(name, {bytes, key, part, stamp});
		return part;
	}

	return {
		read,
		write(name, part, {isMinor = false} = {}) {
			const file = fileOf(name);
			const key = tokenKey.ensure(storeKey);
			const text = JSON.stringify(part);
			const bytes = seal(text, key, name);
			explained('write', file, () => {
				replace(file, bytes);
				if (!isMinor) syncDirectory(place);
			});
			const written = JSON.parse(text) as TokenPart;
			keep(name, {bytes, key, part: written});
			return written;
		},
		remove: name =>
			explained('write', fileOf(name), () => {
				rmSync(tokenCopyFile(base(name)), {force: true});
				rmSync(fileOf(name), {force: true});
			}),
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
	replaceFile(file, {
		staging: `${file}.new`,
		fill(descriptor) {
			writeFileSync(descriptor, bytes);
			fsyncSync(descriptor);
		},
	});
}

function damaged(file: string, name: string): UserError {
	return new UserError(`${file} can't be decrypted: it was changed or cut off.`, [
		'Restore the whole directory from one backup.',
		`Or give these tokens up: mv ${shellQuote(file)} ${shellQuote(`${file}.damaged`)}`,
		`Then sign in again: mailgrant sign-in ${shellQuote(name)}`,
	]);
}

function keyMissing(file: string): UserError {
	const place = path.dirname(file);
	return new UserError(`${place}/key.enc is missing, with which ${file} is encrypted.`, [
		'Restore it from a backup.',
		`Or give the tokens up: rm -r ${shellQuote(place)}`,
		'Then sign in again, for each grant: mailgrant sign-in NAME',
	]);
}
