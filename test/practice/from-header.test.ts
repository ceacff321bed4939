import {expect, test} from 'vitest';
import {asDelivered, fromOf} from '../../source/practice/mail/from-header.js';

const raw = Buffer.from(
	'Subject: a\r\nsender: x@y\r\n\tz\r\nFROM: "A, <b@c>"\r\n <Old@Practice.example>\r\nTo: d@e\r\n\r\nFrom: body \xE9\r\n',
	'latin1',
);
const as = (right: 'as-it-is' | 'on-behalf' | 'rewritten') =>
	asDelivered(raw, right, 'ev@f').toString('latin1');

test('the address is found behind a name with brackets, folded', () => {
	expect(fromOf(raw)).toBe('Old@Practice.example');
	expect(fromOf(Buffer.from('Subject: x\r\n\r\nFrom: a@b'))).toBe('');
	expect(fromOf(Buffer.from('From: a@b'))).toBe('');
});

test('a header changes by itself, with its folded lines, and the body stays', () => {
	expect(as('as-it-is')).toBe(raw.toString('latin1'));
	expect(as('on-behalf')).toBe(
		'Sender: <ev@f>\r\nSubject: a\r\nFROM: "A, <b@c>"\r\n <Old@Practice.example>\r\nTo: d@e\r\n\r\nFrom: body \xE9\r\n',
	);
	expect(as('rewritten')).toBe(
		'Subject: a\r\nsender: x@y\r\n\tz\r\nFrom: <ev@f>\r\nTo: d@e\r\n\r\nFrom: body \xE9\r\n',
	);
});

test('the last field of a header is changed as the others', () => {
	const last = Buffer.from('To: d@e\r\nFrom: a@b\r\n\r\nx');
	expect(asDelivered(last, 'rewritten', 'ev@f').toString()).toBe(
		'To: d@e\r\nFrom: <ev@f>\r\n\r\nx',
	);
});
