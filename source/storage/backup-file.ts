import {createCipheriv, createDecipheriv, randomBytes} from 'node:crypto';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {
	deriveKey,
	newParameters,
	type ScryptCost,
	type ScryptParameters,
	scryptShape,
} from './derive-key.js';
import {checkOf} from './key-descriptor.js';
import {isNumber, isRecord, isText, objectOf} from './shape.js';

// A backup is one file of three parts:
//
//   mailgrant backup 1\n                 what it is, and the version of its form
//   {"scrypt": {…}, "check": "…", "nonce": "…", "bytes": n}\n
//   n bytes of JSON, encrypted with AES-256-GCM, then its tag of 16 bytes
//
// The key is made of the passphrase by scrypt with those parameters; `check` tells a wrong passphrase
// from a damaged file, `nonce` are 12 bytes in base64. Both lines are the associated data, so that
// none of it can be changed unnoticed.
const magic = 'mailgrant backup ';
const version = 1;
const algorithm = 'aes-256-gcm';
const tagBytes = 16;
const longestHead = 4096;
/** More than all files of a store can hold together. */
export const largestBackup = 64 * 1024 * 1024;

const headShape = objectOf({scrypt: scryptShape, check: isText, nonce: isText, bytes: isNumber});

type Head = {
	readonly scrypt: ScryptParameters;
	readonly check: string;
	readonly nonce: string;
	readonly bytes: number;
};

export async function seal(
	content: unknown,
	passphrase: string,
	cost: ScryptCost,
): Promise<Uint8Array> {
	const scrypt = newParameters(cost);
	const key = await deriveKey(passphrase, scrypt);
	const text = Buffer.from(JSON.stringify(content));
	const nonce = randomBytes(12);
	const head: Head = {
		scrypt,
		check: checkOf(key),
		nonce: nonce.toString('base64'),
		bytes: text.length,
	};
	const lines = Buffer.from(`${magic}${version}\n${JSON.stringify(head)}\n`);
	const cipher = createCipheriv(algorithm, key, nonce);
	cipher.setAAD(lines);
	return Buffer.concat([lines, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** Reads the lines before the content, and gives what opens it. Throws UserError for a file that is none, is cut off, or was written by a newer mailgrant. */
export function openSealed(
	file: string,
	bytes: Uint8Array,
): (passphrase: string) => Promise<unknown> {
	const shown = clean(file, 300);
	const start = Buffer.from(bytes.subarray(0, longestHead)).toString('latin1');
	const [first = '', second = ''] = start.split('\n', 2);
	const length = first.length + second.length + 2;
	const number = first.startsWith(magic) ? first.slice(magic.length) : '';
	if (!/^[1-9]\d{0,8}$/.test(number)) {
		throw new UserError(`${shown} is not a backup of mailgrant.`, [
			'Name the file that mailgrant backup has written.',
		]);
	}
	if (Number(number) > version) {
		throw new UserError(
			`${shown} was written by a newer mailgrant (version ${number} of its form, this one knows ${version}).`,
			['Use that newer mailgrant.'],
		);
	}
	const raw = parse(second);
	if (!headShape(raw)) throw damaged(shown);
	const head = raw as Head;
	if (bytes.length < length + head.bytes + tagBytes) {
		throw new UserError(`${shown} is cut off: its end is missing.`, [
			'Copy it again from where it was written.',
		]);
	}
	if (bytes.length > length + head.bytes + tagBytes) throw damaged(shown);
	return async passphrase => {
		const key = await deriveKey(passphrase, head.scrypt);
		if (checkOf(key) !== head.check) {
			throw new UserError(`That is not the passphrase of ${shown}.`, [
				'Try again. It is the one that was chosen when the backup was written.',
			]);
		}
		try {
			const decipher = createDecipheriv(algorithm, key, Buffer.from(head.nonce, 'base64'), {
				authTagLength: tagBytes,
			});
			decipher.setAAD(bytes.subarray(0, length));
			decipher.setAuthTag(bytes.subarray(-tagBytes));
			const text = Buffer.concat([
				decipher.update(bytes.subarray(length, -tagBytes)),
				decipher.final(),
			]);
			return parse(text.toString('utf8'));
		} catch {
			// Whatever is wrong with nonce, content or tag: it was changed.
			throw damaged(shown);
		}
	};
}

function parse(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

export const damaged = (shown: string) =>
	new UserError(`${shown} is damaged: a part of it was changed.`, [
		'Copy it again from where it was written, or use another backup.',
	]);
