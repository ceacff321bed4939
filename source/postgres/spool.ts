import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {Tokens} from '../oauth-port.js';
import {makeDirectory, syncDirectory, writeOver} from '../storage/durable.js';
import {errorCode, explain, explained} from '../storage/file-errors.js';
import {checkDirectory, checkFile} from '../storage/permissions.js';
import {openSealed, seal} from '../storage/seal.js';
import {isText, objectOf} from '../storage/shape.js';
import {type TokenPart, tokenShapes} from '../storage/token-store.js';

/** Tokens that the server of the store may not have yet. */
export type Spooled = {
	readonly grant: string;
	/** Which tokens they take the place of (see `tokensId`). */
	readonly replaces: string;
	readonly part: TokenPart;
};

/** Keeps what a token server gave on this host's disk until the store has it: most refresh tokens are given once. */
export type Spool = {
	/** On the disk when it returns. */
	readonly write: (spooled: Spooled) => void;
	readonly remove: (grant: string) => void;
	/** What an earlier process left, or this one could not write. */
	readonly list: () => readonly Spooled[];
};

const shape = objectOf({grant: isText, replaces: isText, part: objectOf({}, tokenShapes)});

/** Tells tokens from those before and after them, and gives nothing away. */
export const tokensId = (tokens: Tokens | undefined): string =>
	tokens === undefined
		? 'none'
		: createHash('sha256')
				.update(JSON.stringify([tokens.obtainedAt, tokens.refreshToken ?? tokens.accessToken]))
				.digest('base64url');

/** A file for each grant below `spool`, 0600, encrypted with the store's key. `store` is its id: others have their own. */
export function createSpool(
	directory: string,
	{store, key}: {readonly store: () => string; readonly key: () => Uint8Array},
): Spool {
	const place = path.join(directory, 'spool');
	const prefix = () => store().replaceAll('-', '').slice(0, 16);
	const fileOf = (grant: string) =>
		path.join(
			place,
			`${prefix()}-${createHash('sha256').update(grant).digest('hex').slice(0, 32)}.enc`,
		);
	const nameOf = (file: string) => `spooled ${path.basename(file)}`;

	function open(file: string): Spooled | undefined {
		if (!checkFile(file)) return undefined;
		let bytes: Buffer;
		try {
			bytes = readFileSync(file);
		} catch (error) {
			// Another process has brought it to the store.
			if (errorCode(error) === 'ENOENT') return undefined;
			throw explain('read', file, error);
		}
		const text = openSealed(bytes, key(), nameOf(file));
		const spooled: unknown = text === undefined ? undefined : JSON.parse(text);
		return shape(spooled) ? (spooled as Spooled) : undefined;
	}

	return {
		write(spooled) {
			const file = fileOf(spooled.grant);
			explained('write', file, () => {
				if (!checkDirectory(directory)) makeDirectory(directory);
				try {
					mkdirSync(place, 0o700);
					syncDirectory(directory);
				} catch (error) {
					if (errorCode(error) !== 'EEXIST') throw error;
				}
				writeOver(file, seal(JSON.stringify(spooled), key(), nameOf(file)));
			});
		},
		remove: grant => rmSync(fileOf(grant), {force: true}),
		list() {
			if (!checkDirectory(directory)) return [];
			const names = explained('read', place, () => {
				try {
					return readdirSync(place);
				} catch (error) {
					if (errorCode(error) === 'ENOENT') return [];
					throw error;
				}
			});
			return names
				.filter(name => name.startsWith(`${prefix()}-`) && name.endsWith('.enc'))
				.flatMap(name => {
					const file = path.join(place, name);
					const spooled = open(file);
					if (spooled) return [spooled];
					// Of a former key: nothing opens it any more, and it is looked at by nobody but a person.
					if (checkFile(file)) renameSync(file, `${file}.unfit`);
					return [];
				});
		},
	};
}
