import {createCipheriv} from 'node:crypto';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {openChacha20Poly1305} from '../../source/cipher/open-chacha20-poly1305.js';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

test('the example of RFC 8439 §2.8.2 opens', () => {
	const opened = openChacha20Poly1305(
		hex(`d31a8d34648e60db7b86afbc53ef7ec2 a4aded51296e08fea9e2b5a736ee62d6
			3dbea45e8ca9671282fafb69da92728b 1a71de0a9e060b2905d6a5b67ecd3b36
			92ddbd7f2d778b8c9803aee328091b58 fab324e4fad675945585808b4831d7bc
			3ff4def08e4b7a9de576d26586cec64b 6116`),
		{
			key: hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'),
			nonce: hex('070000004041424344454647'),
			tag: hex('1ae10b594f09e26a7e902ecbd0600691'),
			associated: hex('50515253c0c1c2c3c4c5c6c7'),
		},
	);
	expect(Buffer.from(opened ?? []).toString()).toBe(
		"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
	);
});

const bytesOf = (length: number) => fc.uint8Array({minLength: length, maxLength: length});

test('what node:crypto has sealed opens, and nothing that was changed by one bit', () => {
	fc.assert(
		fc.property(
			bytesOf(32),
			bytesOf(12),
			fc.uint8Array({maxLength: 40}),
			fc.uint8Array({minLength: 1, maxLength: 400}),
			fc.nat(),
			(key, nonce, associated, text, place) => {
				const cipher = createCipheriv('chacha20-poly1305', key, nonce, {authTagLength: 16});
				cipher.setAAD(associated, {plaintextLength: text.length});
				const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
				const tag = cipher.getAuthTag();
				const opened = openChacha20Poly1305(sealed, {key, nonce, tag, associated});
				expect(opened).toEqual(text);
				const flipped = (bytes: Uint8Array) =>
					bytes.map((byte, index) => (index === place % bytes.length ? byte ^ 1 : byte));
				for (const change of [{key: flipped(key)}, {nonce: flipped(nonce)}, {tag: flipped(tag)}]) {
					const other = {key, nonce, tag, associated, ...change};
					expect(openChacha20Poly1305(sealed, other)).toBeUndefined();
				}
				const given = {key, nonce, tag, associated};
				expect(openChacha20Poly1305(flipped(sealed), given)).toBeUndefined();
				const more = {...given, associated: Uint8Array.of(...associated, 0)};
				expect(openChacha20Poly1305(sealed, more)).toBeUndefined();
			},
		),
	);
});
