import {createHash, createHmac, hkdfSync} from 'node:crypto';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {hkdfSha256, hmacSha256, sha256} from '../../source/cipher/sha256.js';

const bytes = fc.uint8Array({maxLength: 300});
const hex = (data: ArrayBuffer | Uint8Array) => Buffer.from(new Uint8Array(data)).toString('hex');

test('SHA-256 of "abc" is that of FIPS 180-4', () => {
	expect(hex(sha256(Buffer.from('abc')))).toBe(
		'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
	);
});

test('hash, HMAC and HKDF are those of node:crypto, whatever the lengths', () => {
	fc.assert(
		fc.property(bytes, bytes, (one, other) => {
			expect(hex(sha256(one, other))).toBe(
				createHash('sha256').update(one).update(other).digest('hex'),
			);
			expect(hex(hmacSha256(one, other))).toBe(
				createHmac('sha256', one).update(other).digest('hex'),
			);
			expect(hex(hkdfSha256(one, other, Buffer.from('info')))).toBe(
				hex(hkdfSync('sha256', one, other, 'info', 32)),
			);
		}),
	);
});
