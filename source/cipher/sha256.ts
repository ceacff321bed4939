const blockBytes = 64;

/** SHA-256 (FIPS 180-4 §6.2). */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
	const bytes = Buffer.concat(parts);
	// A one, zeros, and the length in bits at the end of a block.
	const padded = new Uint8Array(Math.ceil((bytes.length + 9) / blockBytes) * blockBytes);
	padded.set(bytes);
	padded[bytes.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setUint32(padded.length - 4, bytes.length * 8);
	const state = Int32Array.from(initial);
	const schedule = new Int32Array(64);
	for (let at = 0; at < padded.length; at += blockBytes) compress(state, schedule, view, at);
	const hash = new DataView(new ArrayBuffer(32));
	state.forEach((word, index) => {
		hash.setInt32(4 * index, word);
	});
	return new Uint8Array(hash.buffer);
}

/** HMAC-SHA256 (RFC 2104). */
export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
	const short = key.length > blockBytes ? sha256(key) : key;
	const inner = new Uint8Array(blockBytes).fill(0x36);
	const outer = new Uint8Array(blockBytes).fill(0x5c);
	short.forEach((byte, index) => {
		inner[index] = byte ^ 0x36;
		outer[index] = byte ^ 0x5c;
	});
	return sha256(outer, sha256(inner, ...parts));
}

/** HKDF with SHA-256 (RFC 5869), for as many bytes as one hash has. */
export function hkdfSha256(key: Uint8Array, salt: Uint8Array, info: Uint8Array): Uint8Array {
	return hmacSha256(hmacSha256(salt, key), info, Uint8Array.of(1));
}

function compress(state: Int32Array, w: Int32Array, block: DataView, at: number): void {
	for (let i = 0; i < 16; i++) w[i] = block.getInt32(at + 4 * i);
	for (let i = 16; i < 64; i++) {
		const x = w[i - 15] as number;
		const y = w[i - 2] as number;
		const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
		const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
		w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1;
	}
	let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
	for (let i = 0; i < 64; i++) {
		const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
		const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
		const t = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] as number) + (w[i] as number)) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t) | 0;
		d = c;
		const majority = (a & b) ^ (a & c) ^ (b & c);
		c = b;
		b = a;
		a = (t + s0 + majority) | 0;
	}
	[a, b, c, d, e, f, g, h].forEach((word, index) => {
		state[index] = (state[index] as number) + word;
	});
}

/** FIPS 180-4 §4.2.2 and §5.3.3: the first bits behind the point of the cube and square roots of the first primes. */
const constants = Int32Array.from([
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const initial = [
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
