import {expect, test} from 'vitest';
import {decodeWords, parseHeader} from '../../source/mail/header-text.js';

test.each([
	['plain', 'plain'],
	['=?UTF-8?B?R3LDvMOfZQ==?=', 'Grüße'],
	['=?iso-8859-1?Q?Gr=FC=DFe_an?= alle', 'Grüße an alle'],
	['=?UTF-8?Q?a?= =?UTF-8?Q?b?=', 'ab'],
	['=?utf-8*de?q?=E2=82=AC?=', '€'],
	['=?no-such-set?Q?x?=', '=?no-such-set?Q?x?='],
	['=?UTF-8?Q?', '=?UTF-8?Q?'],
])('%s is read as %s', (text, expected) => {
	expect(decodeWords(text)).toBe(expected);
});

test('a header is unfolded, ends at the empty line, and its first field of a name counts', () => {
	const header = parseHeader(['Subject: one', '\ttwo', 'subject: x', ' y', 'bad', '', 'To: z']);
	expect([...header]).toEqual([['subject', 'one\ttwo']]);
});
