import {chacha20} from './chacha20.js';
import {poly1305} from './poly1305.js';

/** Opens what was sealed by ChaCha20-Poly1305 (RFC 8439 §2.8): key of 32 bytes, nonce of 12, tag of 16. Undefined where the tag does not fit. */
export function openChacha20Poly1305(
	sealed: Uint8Array,
	{
		key,
		nonce,
		tag,
		associated,
	}: {
		readonly key: Uint8Array;
		readonly nonce: Uint8Array;
		readonly tag: Uint8Array;
		readonly associated: Uint8Array;
	},
): Uint8Array | undefined {
	if (key.length !== 32 || nonce.length !== 12 || tag.length !== 16) return undefined;
	const once = chacha20(new Uint8Array(32), {key, nonce, block: 0});
	const textAt = padded(associated.length);
	const blocks = new Uint8Array(textAt + padded(sealed.length) + 16);
	blocks.set(associated);
	blocks.set(sealed, textAt);
	const lengths = new DataView(blocks.buffer, blocks.length - 16);
	lengths.setUint32(0, associated.length, true);
	lengths.setUint32(8, sealed.length, true);
	const expected = poly1305(blocks, once);
	// All of it, wherever the first difference is.
	const difference = expected.reduce((all, byte, index) => all | (byte ^ (tag[index] ?? 0)), 0);
	return difference === 0 ? chacha20(sealed, {key, nonce, block: 1}) : undefined;
}

const padded = (length: number) => Math.ceil(length / 16) * 16;
