import fc from 'fast-check';
import {expect, test} from 'vitest';
import {clean, cleanLines, mask} from '../source/clean.js';

test('escape sequences go whole, not only their first byte', () => {
	expect(clean('a\u001B[31mred\u001B[0m\u001B]0;title\u0007b\u001B]52;c;aGk=\u001B\\c')).toBe(
		'aredbc',
	);
	expect(clean('\u009B2Jx\u0090q\u009Cy\u001BcZ')).toBe('xyZ');
});

test('line breaks and tabs become one space', () => {
	expect(clean(' one\r\ntwo\tthree\n\nfour ')).toBe('one two three four');
});

test('bidirectional overrides go', () => {
	expect(clean('abc\u202Efed\u2066x')).toBe('abcfedx');
});

test('long texts end in an ellipsis', () => {
	expect(clean('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`);
});

test('cleanLines keeps lines', () => {
	expect(cleanLines('a\u001B[1m\r\nb\rc\td')).toBe('a\nb\nc d');
});

test('nothing that controls a terminal is left, whatever comes', () => {
	const evil = fc.string({
		unit: fc.constantFrom(
			'\u001B',
			'[',
			']',
			'\u009B',
			'0',
			';',
			'm',
			'\u0007',
			'x',
			'\n',
			'\r',
			'\u0000',
			'\u007F',
			'\u202E',
			'P',
			'\\',
		),
	});
	fc.assert(
		fc.property(evil, text => {
			expect(clean(text)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
			expect(cleanLines(text)).not.toMatch(
				/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/,
			);
		}),
	);
});

test('a mask shows at most six characters and never more than a third', () => {
	expect(mask('kQ8Z~xabcdefghijklmnopqrstuvwxyz')).toBe('kQ8Z~x…');
	expect(mask('abc')).toBe('a…');
	expect(mask('')).toBe('…');
});
