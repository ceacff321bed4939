const prime = (1n << 130n) - 5n;
const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

/** The tag of 16 bytes that Poly1305 gives whole blocks of 16 bytes under a key of 32, which is used once (RFC 8439 §2.5). */
export function poly1305(blocks: Uint8Array, key: Uint8Array): Uint8Array {
	const keys = viewOf(key);
	const r = numberAt(keys, 0) & clamp;
	const view = viewOf(blocks);
	let sum = 0n;
	for (let at = 0; at < blocks.length; at += 16) {
		sum = ((sum + numberAt(view, at) + (1n << 128n)) * r) % prime;
	}
	const tag = new DataView(new ArrayBuffer(16));
	const number = sum + numberAt(keys, 16);
	tag.setBigUint64(0, BigInt.asUintN(64, number), true);
	tag.setBigUint64(8, BigInt.asUintN(64, number >> 64n), true);
	return new Uint8Array(tag.buffer);
}

const viewOf = ({buffer, byteOffset, byteLength}: Uint8Array) =>
	new DataView(buffer, byteOffset, byteLength);

const numberAt = (view: DataView, at: number): bigint =>
	view.getBigUint64(at, true) | (view.getBigUint64(at + 8, true) << 64n);
