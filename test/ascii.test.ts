import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {ascii} from '../source/ascii.js';

test('marks and quotes have their likeness, letters lose their accents', () => {
	expect(ascii('› needs you · “Ada’s” … → Ünïcödé')).toBe('> needs you . "Ada\'s" ~ > Unicode');
});

test('what has no likeness is a question mark a column', () => {
	expect(ascii('邮件 ß')).toBe('???? ?');
});

test('every text is ASCII then, and as wide as before', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), text => {
			expect(ascii(text)).toMatch(/^[\u0000-\u007F]*$/);
			expect(stringWidth(ascii(text))).toBe(stringWidth(text));
		}),
	);
});
