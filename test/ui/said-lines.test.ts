import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fold} from '../../source/ui/format/fold.js';
import {cell, line} from '../../source/ui/format/line.js';
import {saidLines} from '../../source/ui/format/said-lines.js';
import {valueSpans} from '../../source/ui/format/value.js';
import {paragraph} from '../../source/ui/format/wrap.js';

test('what was cut is whole, a word stands for a glyph, a value alone on its line', () => {
	const value = 'https://login.example.com/'.padEnd(120, 'x');
	expect(
		saidLines([
			{text: '› '},
			cell('·', 9, 'dim', 'waiting'),
			cell('A long title', 8),
			...valueSpans(value, 40),
		]),
	).toEqual(['> waiting  A long title', value]);
});

test('a word that a screen has to part is said once, as a whole', () => {
	const path = '/etc/apache2/sites-enabled/extraview.conf.mailgrant-20261124';
	const lines = paragraph(`The old file: ${path} is kept`, 30);
	expect(lines.length).toBeGreaterThan(3);
	expect(lines.flatMap(spans => saidLines(spans))).toEqual(['The old file:', path, 'is kept']);
});

test('long sentences are folded, values and words never', () => {
	expect(saidLines(line('  one two three four'), {width: 12})).toEqual([
		'  one two',
		'      three',
		'      four',
	]);
	fc.assert(
		fc.property(fc.array(fc.stringMatching(/^[a-z]{1,20}$/), {minLength: 1}), words => {
			const folded = fold(`  ${words.join(' ')}`, 16);
			expect(folded.join(' ').trim().split(/ +/)).toEqual(words);
			for (const row of folded) expect(row.length > 16 && /\S \S/.test(row)).toBe(false);
		}),
	);
});
