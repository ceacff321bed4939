import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {graphemes} from '../../source/text/graphemes.js';
import {isPlain, isSimple} from '../../source/text/simple.js';

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const units = Array.from({length: 0x1_00_00}, (_, unit) => String.fromCharCode(unit));
const plain = units.filter(isPlain);
const simple = units.filter(isSimple);

test('every plain character is a column wide, and simple ones are controls or plain', () => {
	expect(plain.filter(character => stringWidth(character) !== 1)).toEqual([]);
	expect(plain.length).toBeGreaterThan(900);
	const controls = simple.filter(character => !isPlain(character));
	expect(controls.every(character => character < ' ')).toBe(true);
	expect(isSimple('\r')).toBe(false);
});

test('a plain text is as wide as it is long', () => {
	fc.assert(
		fc.property(fc.string({unit: fc.constantFrom(...plain)}), text => {
			expect(isPlain(text)).toBe(true);
			expect(stringWidth(text)).toBe(text.length);
		}),
		{numRuns: 2000},
	);
});

test('graphemes are those of Intl.Segmenter', () => {
	const unit = fc.oneof(
		fc.constantFrom(...simple),
		fc.constantFrom('\r', '邮', '\u0301', '👩‍👩‍👧', '\uFE0F', '\uD83D', '1\uFE0F\u20E3'),
	);
	fc.assert(
		fc.property(fc.string({unit}), fc.integer({min: -2, max: 30}), (text, index) => {
			const wanted = segmenter.segment(text);
			const found = graphemes.segment(text);
			const pairs = (all: Iterable<Intl.SegmentData>) =>
				[...all].map(({segment, index: at}) => [segment, at]);
			expect(pairs(found)).toEqual(pairs(wanted));
			expect(found.containing(index)?.segment).toBe(wanted.containing(index)?.segment);
			expect(found.containing(index)?.index).toBe(wanted.containing(index)?.index);
		}),
		{numRuns: 3000},
	);
});
