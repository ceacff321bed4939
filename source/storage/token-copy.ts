import {closeSync, openSync, readFileSync, readSync} from 'node:fs';
import path from 'node:path';
import {openChacha20Poly1305} from '../cipher/open-chacha20-poly1305.js';
import {hkdfSha256} from '../cipher/sha256.js';
import type {Flow} from '../grant.js';
import type {Tokens} from '../oauth-port.js';
import {fileStamp, settledStamp} from './file-stamp.js';
import {checkFile} from './permissions.js';
import {sealedAt} from './seal-layout.js';
import {isNumber, isText, objectOf, oneOf} from './shape.js';

/** A copy of an access token with what it is judged by. It lies beside the token file, so that who only wants a token that is there need not read the settings and secrets of thousands of grants; it holds as long as these are the files that it was made of. */
export type TokenCopy = {
	readonly flow: Flow;
	readonly tokens: Pick<Tokens, 'accessToken' | 'obtainedAt' | 'expiresAt' | 'flow'>;
	/** Of the settings and secrets. */
	readonly stamps: string;
	/** Of the token file. */
	readonly seal: string;
};

// The line, a salt of 16 bytes, a nonce of 12, a tag of 16, then JSON under ChaCha20-Poly1305. The key
// is HKDF-SHA256 of the store's key and the salt; the grant's name is bound to it. Plain arithmetic
// opens it: to load `node:crypto` takes longer than all else that is done for such a token.
export const copyHead = Buffer.from('mailgrant token copy 1\n');
export const copyCipher = 'chacha20-poly1305';
const saltAt = copyHead.length;
const nonceAt = saltAt + 16;
const tagAt = nonceAt + 12;
const bodyAt = tagAt + 16;
const largest = 64 * 1024;

const flow = oneOf('browser', 'device', 'app-only');
const shape = objectOf({
	flow,
	tokens: objectOf({accessToken: isText, obtainedAt: isNumber, expiresAt: isNumber, flow}),
	stamps: isText,
	seal: isText,
});

export const tokenCopyFile = (base: string): string => `${base}.copy`;

export const copyKey = (storeKey: Uint8Array, salt: Uint8Array): Uint8Array =>
	hkdfSha256(storeKey, salt, Buffer.from('mailgrant token copy'));

/** Of settings and secrets as they are. Throws UserError for a file that others can read or change. */
export const stampsNow = (directory: string): string => stampsOf(directory, fileStamp) ?? '';

/** Undefined while one of them is too young to be told from the next. */
export const settledStamps = (directory: string): string | undefined =>
	stampsOf(directory, settledStamp);

function stampsOf(directory: string, stamp: typeof settledStamp) {
	const stamps = ['grants.json', 'secrets.enc'].map(name => {
		const stats = checkFile(path.join(directory, name));
		return stats ? stamp(stats) : 'none';
	});
	return stamps.includes(undefined) ? undefined : stamps.join(', ');
}

/** What the token file begins with, which is another with every write: salt, nonce and tag. Undefined when there is none. */
export function sealNow(base: string): string | undefined {
	const file = `${base}.enc`;
	if (!checkFile(file)) return undefined;
	const start = Buffer.alloc(sealedAt);
	const descriptor = openSync(file, 'r');
	try {
		readSync(descriptor, start, 0, sealedAt, 0);
	} finally {
		closeSync(descriptor);
	}
	return start.toString('base64');
}

/** Undefined when there is none, or none that can be opened. Throws UserError for one that others can read or change. */
export function readTokenCopy(
	base: string,
	name: string,
	storeKey: () => Uint8Array | undefined,
): TokenCopy | undefined {
	const file = tokenCopyFile(base);
	const stats = checkFile(file);
	if (!stats || stats.size > largest) return undefined;
	const bytes = readFileSync(file);
	const key = storeKey();
	if (!key || bytes.length < bodyAt || !bytes.subarray(0, saltAt).equals(copyHead))
		return undefined;
	const text = openChacha20Poly1305(bytes.subarray(bodyAt), {
		key: copyKey(key, bytes.subarray(saltAt, nonceAt)),
		nonce: bytes.subarray(nonceAt, tagAt),
		tag: bytes.subarray(tagAt, bodyAt),
		associated: Buffer.from(name),
	});
	// Only who has the key can have written it, as JSON.
	const copy: unknown = text && JSON.parse(Buffer.from(text).toString());
	return shape(copy) ? (copy as TokenCopy) : undefined;
}
