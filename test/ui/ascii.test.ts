import fc from 'fast-check';
import {expect, test} from 'vitest';
import {ascii} from '../../source/ui/format/ascii.js';
import {columnsOf} from '../../source/ui/format/columns.js';

test('marks and quotes have their likeness, letters lose their accents', () => {
	expect(ascii('› needs you · “Ada’s” … → Ünïcödé')).toBe('> needs you . "Ada\'s" ~ > Unicode');
});

test('what has no likeness is a question mark a column', () => {
	expect(ascii('邮件 ß')).toBe('???? ?');
});

/** As a frame shows it. */
const bare = (text: string) =>
	text.replace(/\p{Default_Ignorable_Code_Point}|[\u0000-\u001F\u007F]/gu, '').normalize('NFC');

test('every text is ASCII then, and as wide as before', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), full => {
			const text = bare(full);
			expect(ascii(text)).toMatch(/^[\u0000-\u007F]*$/);
			expect(ascii(text)).toHaveLength(columnsOf(text));
		}),
	);
});
