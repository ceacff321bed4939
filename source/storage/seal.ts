import {
	createCipheriv,
	createDecipheriv,
	createSecretKey,
	hkdfSync,
	type KeyObject,
	randomBytes,
} from 'node:crypto';
import {sealedAt, sealLayout} from './seal-layout.js';

const {head, saltBytes, nonceBytes, tagBytes} = sealLayout;

/** The line `mailgrant tokens 1`, salt, nonce and tag, then the text under AES-256-GCM. Its key is HKDF-SHA256 of the store's key and the salt, which costs microseconds; `name` is bound to it, so that files can't be exchanged. */
export function seal(text: string, storeKey: Uint8Array, name: string): Buffer {
	const salt = randomBytes(saltBytes);
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv('aes-256-gcm', keyFor(storeKey, salt), nonce);
	cipher.setAAD(Buffer.from(name));
	const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return Buffer.concat([head, salt, nonce, cipher.getAuthTag(), body]);
}

/** Undefined for what was changed or cut off, or belongs to another key or name. */
export function openSealed(bytes: Buffer, storeKey: Uint8Array, name: string): string | undefined {
	if (bytes.length < sealedAt || !bytes.subarray(0, head.length).equals(head)) return undefined;
	const nonceAt = head.length + saltBytes;
	const tagAt = nonceAt + nonceBytes;
	const key = keyFor(storeKey, bytes.subarray(head.length, nonceAt));
	const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(nonceAt, tagAt), {
		authTagLength: tagBytes,
	});
	decipher.setAAD(Buffer.from(name));
	decipher.setAuthTag(bytes.subarray(tagAt, sealedAt));
	try {
		return Buffer.concat([decipher.update(bytes.subarray(sealedAt)), decipher.final()]).toString();
	} catch {
		// What the tag does not fit; why, nobody can tell.
		return undefined;
	}
}

// Both of these take bytes too, and then make two errors on their way to find out what they are.
const keyFor = (storeKey: Uint8Array, salt: Uint8Array): KeyObject =>
	createSecretKey(
		Buffer.from(hkdfSync('sha256', secretOf(storeKey), salt, 'mailgrant tokens', 32)),
	);

const secrets = new WeakMap<Uint8Array, KeyObject>();

function secretOf(key: Uint8Array): KeyObject {
	const known = secrets.get(key);
	if (known) return known;
	const secret = createSecretKey(key);
	secrets.set(key, secret);
	return secret;
}
