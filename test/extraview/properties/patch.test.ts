import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {escapeKey, escapeValue} from '../../../source/extraview/properties/escape.js';
import {byKey, parseProperties} from '../../../source/extraview/properties/parse-properties.js';
import {patchProperties} from '../../../source/extraview/properties/patch-properties.js';
import {propertiesText} from './arbitraries.js';

const read = (text: string) => parseProperties(text).map(({key, value}) => [key, value]);
const effective = (text: string): Record<string, string> =>
	Object.fromEntries(parseProperties(text).map(({key, value}) => [key, value]));
const text = fc.string({unit: 'binary', maxLength: 30});

describe('reading', () => {
	test.each([
		['a=1', [['a', '1']]],
		['a:1', [['a', '1']]],
		['a 1', [['a', '1']]],
		['  a \t=  1  ', [['a', '1  ']]],
		['a = = 1', [['a', '= 1']]],
		['a', [['a', '']]],
		['# a=1\n! b=2\n\n  \t\nc=3', [['c', '3']]],
		['a=1\\\n   2\\\r\n\t3', [['a', '123']]],
		[
			'a=1\\\\\nb=2',
			[
				['a', '1\\'],
				['b', '2'],
			],
		],
		['# no continuation \\\na=1', [['a', '1']]],
		['a=1\\\n# part of it', [['a', '1# part of it']]],
		[
			'a=1\\\n\nb=2',
			[
				['a', '1'],
				['b', '2'],
			],
		],
		['a\\=b\\:c\\ d=e', [['a=b:c d', 'e']]],
		['a=caf\\u00E9 \\t\\x', [['a', 'café \tx']]],
		[
			'a=1\rb=2\r\nc=3',
			[
				['a', '1'],
				['b', '2'],
				['c', '3'],
			],
		],
		['=1', [['', '1']]],
		['a=1\\', [['a', '1']]],
		['\\\na=1', [['a', '1']]],
	])('%j is read as Java reads it', (source, expected) => {
		expect(read(source)).toEqual(expected);
	});

	test('a \\u without four digits is told, since Java refuses the whole text', () => {
		expect(parseProperties('a=\\u00e\nb=1').map(({isMalformed}) => isMalformed)).toEqual([
			true,
			false,
		]);
	});

	test('100 kB of backslashes, and of continuation lines, take no time', () => {
		expect(read(`a=${'\\'.repeat(100_000)}`)).toHaveLength(1);
		expect(read(`a=${'x\\\n'.repeat(50_000)}`)).toHaveLength(1);
		expect(read('\\\n'.repeat(50_000))).toEqual([]);
	});
});

describe('escaping', () => {
	test('any value and any key come back as they were, in ASCII', () => {
		fc.assert(
			fc.property(text, text, (key, value) => {
				const line = `${escapeKey(key)}=${escapeValue(value)}`;
				expect(line).toMatch(/^[ -~]*$/);
				expect(read(line)).toEqual([[key, value]]);
				expect(read(`${line}\nb=1`)).toEqual([
					[key, value],
					['b', '1'],
				]);
			}),
		);
	});
});

describe('patching', () => {
	test('nothing is changed when there is nothing to change', () => {
		fc.assert(
			fc.property(propertiesText, source => {
				expect(patchProperties(source, [])).toBe(source);
				const same = Object.entries(effective(source)).map(([key, value]) => ({key, value}));
				const well = parseProperties(source).every(({isMalformed}) => !isMalformed);
				if (well) expect(patchProperties(source, same)).toBe(source);
			}),
		);
	});

	test('a changed value is the only change, in whatever text', () => {
		fc.assert(
			fc.property(propertiesText, fc.nat(), text, (source, pick, value) => {
				const properties = parseProperties(source);
				const chosen = properties[pick % Math.max(1, properties.length)];
				fc.pre(chosen !== undefined);
				const {key} = chosen;
				const patched = patchProperties(source, [{key, value}]);
				expect(effective(patched)).toEqual({...effective(source), [key]: value});
				const last = byKey(properties).get(key);
				expect(patched.startsWith(source.slice(0, last?.valueStart))).toBe(true);
				expect(patched.endsWith(source.slice(last?.end))).toBe(true);
			}),
			{numRuns: 2000},
		);
	});

	test('a new key is added behind an untouched text, in whatever text', () => {
		fc.assert(
			fc.property(propertiesText, text, (source, value) => {
				fc.pre(!('NEW' in effective(source)));
				const patched = patchProperties(source, [{key: 'NEW', value}]);
				expect(patched.startsWith(source)).toBe(true);
				expect(effective(patched)).toEqual({...effective(source), NEW: value});
			}),
			{numRuns: 2000},
		);
	});

	test('of several lines with one key the last is changed, since it is the one that counts', () => {
		expect(patchProperties('a=1\na=2\n', [{key: 'a', value: '3'}])).toBe('a=1\na=3\n');
	});

	test('comments, order, separators, trailing blanks and line breaks stay', () => {
		const source = '# mail\r\n! note \\\r\nHOST : old  \r\nUSER\tme\\\r\n   too\r\nX=  \r\n';
		expect(
			patchProperties(source, [
				{key: 'USER', value: 'evmail@acme.com'},
				{key: 'Z', value: '1'},
			]),
		).toBe('# mail\r\n! note \\\r\nHOST : old  \r\nUSER\tevmail@acme.com\r\nX=  \r\nZ=1\r\n');
	});

	test('a new line does not melt into what was open at the end', () => {
		const put = (source: string) => read(patchProperties(source, [{key: 'NEW', value: '1'}]));
		expect(put('A=1\nB=2\\\r')).toEqual([
			['A', '1'],
			['B', '2'],
			['NEW', '1'],
		]);
		expect(put('A=1\nB=2\\')).toEqual([
			['A', '1'],
			['B', '2'],
			['NEW', '1'],
		]);
		expect(put('A=1\r\nB=2\\\r\n')).toEqual([
			['A', '1'],
			['B', '2'],
			['NEW', '1'],
		]);
	});

	test('a value that begins or ends like a separator is one all the same', () => {
		expect(
			patchProperties('A old\nB:x\n', [
				{key: 'A', value: '=1'},
				{key: 'B', value: ' y '},
			]),
		).toBe('A \\=1\nB:\\ y\\u0020\n');
		expect(escapeValue(' ')).toBe('\\ ');
	});

	test('of several changes all are made, in a text of any order', () => {
		const changes = [
			{key: 'C', value: 'c'},
			{key: 'NEW', value: 'n'},
			{key: 'A', value: 'a'},
		];
		expect(patchProperties('A=1\nB=2\nC=3\n', changes)).toBe('A=a\nB=2\nC=c\nNEW=n\n');
	});

	test('a key that stood alone gets a separator', () => {
		expect(patchProperties('A\nB=1', [{key: 'A', value: 'x'}])).toBe('A=x\nB=1');
	});
});
