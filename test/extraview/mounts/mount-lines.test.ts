import fc from 'fast-check';
import {expect, test} from 'vitest';
import {insertLines} from '../../../source/extraview/mounts/mount-lines.js';

const insert = (text: string, beforeLine?: number) =>
	Buffer.from(insertLines(Buffer.from(text), ['A', 'B'], beforeLine)).toString();

test('lines take the indentation of those above, and their line ends', () => {
	expect(insert('<V>\n  x\n</V>\n', 3)).toBe('<V>\n  x\n  A\n  B\n</V>\n');
	expect(insert('<V>\r\n\tx\r\n</V>', 3)).toBe('<V>\r\n\tx\r\n\tA\r\n\tB\r\n</V>');
	expect(insert('<V>\n</V>', 2)).toBe('<V>\n\tA\n\tB\n</V>');
	expect(insert('  <V>\n  </V>', 2)).toBe('  <V>\n      A\n      B\n  </V>');
});

test('at the end, a last line without an end is ended first', () => {
	expect(insert('x')).toBe('x\nA\nB\n');
	expect(insert('x\n')).toBe('x\nA\nB\n');
	expect(insert('')).toBe('A\nB\n');
});

test('every other byte stays, whatever the encoding', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 200}), fc.integer({min: 1, max: 20}), (bytes, line) => {
			const result = insertLines(bytes, ['A'], line);
			const added = result.length - bytes.length;
			const at = result.findIndex(
				(_, index) =>
					Buffer.from(result.subarray(0, index)).equals(bytes.subarray(0, index)) &&
					Buffer.from(result.subarray(index + added)).equals(bytes.subarray(index)),
			);
			expect(added).toBeGreaterThan(0);
			expect(at).not.toBe(-1);
		}),
	);
});
