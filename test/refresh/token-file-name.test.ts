import fc from 'fast-check';
import {expect, test} from 'vitest';
import {tokenFileName} from '../../source/refresh/token-file-name.js';

test('usual names stay as they are, all else is escaped', () => {
	expect(tokenFileName('evmail@acme.com')).toBe('evmail@acme.com');
	expect(tokenFileName('../etc/passwd')).toBe('%2E.%2Fetc%2Fpasswd');
	expect(tokenFileName('.')).toBe('%2E');
	expect(tokenFileName('Büro %')).toBe('B%C3%BCro%20%25');
});

test('long names that differ only at their ends are told apart', () => {
	const long = 'ä'.repeat(100);
	expect(tokenFileName(`${long}1`)).not.toBe(tokenFileName(`${long}2`));
});

test('no two names share a file, and every one fits into a directory', () => {
	const name = fc.oneof(
		fc.string({unit: 'binary', minLength: 1, maxLength: 20}),
		fc.string({unit: 'grapheme', minLength: 60, maxLength: 400}),
		fc.stringMatching(/^[a%2F~.]{1,8}$/),
	);
	const wellFormed = name.filter(text => text.isWellFormed());
	fc.assert(
		fc.property(wellFormed, wellFormed, (one, other) => {
			expect(tokenFileName(one)).toMatch(/^[A-Za-z0-9@_+%-][A-Za-z0-9@._+%~-]{0,219}$/);
			if (one !== other) expect(tokenFileName(one)).not.toBe(tokenFileName(other));
		}),
	);
});
