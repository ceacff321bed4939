const rounds = 20;
// "expand 32-byte k"
const constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

/** Encrypts or decrypts by ChaCha20 (RFC 8439 §2.4) from a block number on, with a key of 32 bytes and a nonce of 12. */
export function chacha20(
	data: Uint8Array,
	{
		key,
		nonce,
		block,
	}: {readonly key: Uint8Array; readonly nonce: Uint8Array; readonly block: number},
): Uint8Array {
	const state = Int32Array.from([...constants, ...wordsOf(key), block, ...wordsOf(nonce)]);
	const result = new DataView(new ArrayBuffer(Math.ceil(data.length / 64) * 64));
	const bytes = new Uint8Array(result.buffer);
	bytes.set(data);
	for (let at = 0; at < result.byteLength; at += 64) {
		mask(state, result, at);
		state[12] = (state[12] as number) + 1;
	}
	return bytes.subarray(0, data.length);
}

function wordsOf(bytes: Uint8Array): number[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Array.from({length: bytes.length / 4}, (_, index) => view.getInt32(4 * index, true));
}

/** One block. All in variables: an array of sixteen would take twice as long in a program that ends before it is compiled. */
function mask(state: Int32Array, text: DataView, at: number): void {
	let [a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0] = state;
	let [, , , , , , , , c0 = 0, c1 = 0, c2 = 0, c3 = 0, d0 = 0, d1 = 0, d2 = 0, d3 = 0] = state;
	for (let round = 0; round < rounds; round += 2) {
		// Columns, then diagonals: four quarter rounds each (§2.1).
		a0 = (a0 + b0) | 0;
		d0 ^= a0;
		d0 = (d0 << 16) | (d0 >>> 16);
		c0 = (c0 + d0) | 0;
		b0 ^= c0;
		b0 = (b0 << 12) | (b0 >>> 20);
		a0 = (a0 + b0) | 0;
		d0 ^= a0;
		d0 = (d0 << 8) | (d0 >>> 24);
		c0 = (c0 + d0) | 0;
		b0 ^= c0;
		b0 = (b0 << 7) | (b0 >>> 25);
		a1 = (a1 + b1) | 0;
		d1 ^= a1;
		d1 = (d1 << 16) | (d1 >>> 16);
		c1 = (c1 + d1) | 0;
		b1 ^= c1;
		b1 = (b1 << 12) | (b1 >>> 20);
		a1 = (a1 + b1) | 0;
		d1 ^= a1;
		d1 = (d1 << 8) | (d1 >>> 24);
		c1 = (c1 + d1) | 0;
		b1 ^= c1;
		b1 = (b1 << 7) | (b1 >>> 25);
		a2 = (a2 + b2) | 0;
		d2 ^= a2;
		d2 = (d2 << 16) | (d2 >>> 16);
		c2 = (c2 + d2) | 0;
		b2 ^= c2;
		b2 = (b2 << 12) | (b2 >>> 20);
		a2 = (a2 + b2) | 0;
		d2 ^= a2;
		d2 = (d2 << 8) | (d2 >>> 24);
		c2 = (c2 + d2) | 0;
		b2 ^= c2;
		b2 = (b2 << 7) | (b2 >>> 25);
		a3 = (a3 + b3) | 0;
		d3 ^= a3;
		d3 = (d3 << 16) | (d3 >>> 16);
		c3 = (c3 + d3) | 0;
		b3 ^= c3;
		b3 = (b3 << 12) | (b3 >>> 20);
		a3 = (a3 + b3) | 0;
		d3 ^= a3;
		d3 = (d3 << 8) | (d3 >>> 24);
		c3 = (c3 + d3) | 0;
		b3 ^= c3;
		b3 = (b3 << 7) | (b3 >>> 25);
		a0 = (a0 + b1) | 0;
		d3 ^= a0;
		d3 = (d3 << 16) | (d3 >>> 16);
		c2 = (c2 + d3) | 0;
		b1 ^= c2;
		b1 = (b1 << 12) | (b1 >>> 20);
		a0 = (a0 + b1) | 0;
		d3 ^= a0;
		d3 = (d3 << 8) | (d3 >>> 24);
		c2 = (c2 + d3) | 0;
		b1 ^= c2;
		b1 = (b1 << 7) | (b1 >>> 25);
		a1 = (a1 + b2) | 0;
		d0 ^= a1;
		d0 = (d0 << 16) | (d0 >>> 16);
		c3 = (c3 + d0) | 0;
		b2 ^= c3;
		b2 = (b2 << 12) | (b2 >>> 20);
		a1 = (a1 + b2) | 0;
		d0 ^= a1;
		d0 = (d0 << 8) | (d0 >>> 24);
		c3 = (c3 + d0) | 0;
		b2 ^= c3;
		b2 = (b2 << 7) | (b2 >>> 25);
		a2 = (a2 + b3) | 0;
		d1 ^= a2;
		d1 = (d1 << 16) | (d1 >>> 16);
		c0 = (c0 + d1) | 0;
		b3 ^= c0;
		b3 = (b3 << 12) | (b3 >>> 20);
		a2 = (a2 + b3) | 0;
		d1 ^= a2;
		d1 = (d1 << 8) | (d1 >>> 24);
		c0 = (c0 + d1) | 0;
		b3 ^= c0;
		b3 = (b3 << 7) | (b3 >>> 25);
		a3 = (a3 + b0) | 0;
		d2 ^= a3;
		d2 = (d2 << 16) | (d2 >>> 16);
		c1 = (c1 + d2) | 0;
		b0 ^= c1;
		b0 = (b0 << 12) | (b0 >>> 20);
		a3 = (a3 + b0) | 0;
		d2 ^= a3;
		d2 = (d2 << 8) | (d2 >>> 24);
		c1 = (c1 + d2) | 0;
		b0 ^= c1;
		b0 = (b0 << 7) | (b0 >>> 25);
	}
	const mixed = [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3];
	for (let index = 0; index < 16; index++) {
		const stream = (mixed[index] as number) + (state[index] as number);
		const place = at + 4 * index;
		text.setInt32(place, text.getInt32(place, true) ^ stream, true);
	}
}
