import {createHmac} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import {type ScryptParameters, scryptShape} from './derive-key.js';
import {writeOver} from './durable.js';
import {explained} from './file-errors.js';
import {checkFile} from './permissions.js';
import {isRecord, isText, objectOf, oneOf, type Shape} from './shape.js';

/** Where the key of a store comes from, as the store itself says it, in the clear. */
export type KeyDescriptor = {
	/** Tells the key from another one (see `checkOf`). */
	readonly check: string;
} & (
	| {readonly source: 'credential'}
	/** Without a path: the file `key` in the directory. */
	| {readonly source: 'file'; readonly path?: string}
	| {readonly source: 'passphrase'; readonly scrypt: ScryptParameters}
);

// `key.json` is there unless the key has always been the file `key`. `key.next.json` is there while
// the key is changed:
// {"version": 1, "check": "…", "source": "credential" | "file" | "passphrase",
//  "path": "/…", "scrypt": {"cost": 131072, "blockSize": 8, "parallelization": 1, "salt": "…"}}
const version = 1;
const largest = 16 * 1024;

export type DescriptorPlace = 'key.json' | 'key.next.json';

const shapes: Readonly<Record<KeyDescriptor['source'], Shape>> = {
	credential: () => true,
	file: objectOf({}, {path: value => isText(value) && path.isAbsolute(String(value))}),
	passphrase: objectOf({scrypt: scryptShape}),
};

const descriptorShape = objectOf({
	check: isText,
	source: oneOf('credential', 'file', 'passphrase'),
});

/** Undefined when there is none. Throws UserError for one that can't be used. */
export function readDescriptor(
	directory: string,
	place: DescriptorPlace,
): KeyDescriptor | undefined {
	const file = path.join(directory, place);
	const stats = checkFile(file);
	if (!stats) return undefined;
	if (stats.size > largest) throw damaged(file);
	const raw = parse(explained('read', file, () => readFileSync(file, 'utf8')));
	if (!isRecord(raw) || typeof raw.version !== 'number') throw damaged(file);
	if (raw.version > version) {
		throw new UserError(
			`${file} was written by a newer mailgrant (version ${raw.version} of its form, this one knows ${version}).`,
			['Use that newer mailgrant.', 'Or keep other settings: mailgrant --config DIR'],
		);
	}
	if (!descriptorShape(raw)) throw damaged(file);
	const descriptor = raw as KeyDescriptor;
	if (!shapes[descriptor.source](raw)) throw damaged(file);
	return descriptor;
}

export function writeDescriptor(
	directory: string,
	place: DescriptorPlace,
	descriptor: KeyDescriptor,
): void {
	const file = path.join(directory, place);
	explained('write', file, () =>
		writeOver(file, `${JSON.stringify({version, ...descriptor}, undefined, '\t')}\n`),
	);
}

/** Tells whether a key is the one that is meant, and gives nothing of it away: the encrypted file lets guesses be checked just the same. */
export const checkOf = (key: Uint8Array): string =>
	createHmac('sha256', key).update('mailgrant key').digest('base64url').slice(0, 22);

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function damaged(file: string): UserError {
	return new UserError(`${file} is damaged: it says where the key of the secrets comes from.`, [
		'Restore it from a backup of the directory. It has not changed since the key was last changed.',
		'Without it a passphrase can’t be made into the key.',
	]);
}
