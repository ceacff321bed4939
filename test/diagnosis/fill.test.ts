import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import {fillStep, fillText} from '../../source/diagnosis/fill.js';

const hostile = [
	'x@y.z; rm -rf ~',
	"x'@y.z",
	"'; Remove-Mailbox admin@acme.com; '",
	'$(id)@y.z',
	'`id`@y.z',
	'a"b@y.z',
	'a\\@y.z',
	'x@y.z | sh',
	'x@y.z\nid',
	'\u2019; whoami; \u2018',
	'\u201A;whoami',
	'*',
	'~',
	'@splat',
	'$env:PATH',
	'ü@y.z',
	'#x@y.z',
];

/** What a POSIX shell makes of the words of a command. */
const shellWords = (words: string) =>
	execFileSync('/bin/sh', ['-c', `for word in ${words}; do printf '%s\\0' "$word"; done`], {
		encoding: 'utf8',
	})
		.split('\0')
		.slice(0, -1);

test('a shell takes every value as one word', () => {
	for (const mailbox of hostile) {
		const line = fillStep({shell: 'before {mailbox} after'}, {mailbox});
		expect(shellWords(line)).toEqual(['before', mailbox.replaceAll('\n', ' '), 'after']);
	}
});

test('a shell takes whatever was entered as one word', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme', maxLength: 60}), mailbox => {
			const line = fillStep({shell: 'before {mailbox} after'}, {mailbox});
			expect(shellWords(line)).toHaveLength(3);
		}),
		{numRuns: 60},
	);
});

/** PowerShell's verbatim strings: all five single quotes begin and end one, doubled they stand for themselves. */
const isOnePowershellWord = (word: string) =>
	/^[A-Za-z0-9][\w.@+-]*$/.test(word) ||
	/^'(?:[^'\u2018-\u201B]|(?:['\u2018-\u201B]){2})*'$/.test(word);

test('PowerShell takes every value as one argument', () => {
	for (const mailbox of hostile) {
		expect(fillStep({powershell: '{mailbox}'}, {mailbox})).toSatisfy(isOnePowershellWord);
	}
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom("'", '\u2018', '\u2019', '\u201A', '\u201B', '"', '$', ';', 'a')),
			parts => {
				expect(fillStep({powershell: '{mailbox}'}, {mailbox: parts.join('')})).toSatisfy(
					(word: string) => word === 'MAILBOX' || isOnePowershellWord(word),
				);
			},
		),
	);
});

test('a value that would be an option is not put into a command', () => {
	expect(fillStep({shell: 'nc {host} 25'}, {host: '-e/bin/sh'})).toBe('nc HOST 25');
	expect(fillStep({powershell: 'Get-Mailbox {mailbox}'}, {mailbox: '-x'})).toBe("Get-Mailbox '-x'");
});

test('usual values are left as they are', () => {
	const values = {mailbox: 'evmail+x@acme.com', host: 'imap.acme.com', port: '993'};
	expect(fillStep({shell: 'nc -vz {host} {port}'}, values)).toBe('nc -vz imap.acme.com 993');
	expect(fillStep({powershell: 'Get-CASMailbox {mailbox}'}, values)).toBe(
		'Get-CASMailbox evmail+x@acme.com',
	);
	expect(fillText('Sign in as {mailbox}.', values)).toBe('Sign in as evmail+x@acme.com.');
});

test('in an address a value stays one part', () => {
	expect(
		fillStep({url: 'https://x/{tenant}?a={clientId}'}, {tenant: '../y', clientId: 'a&b=c'}),
	).toBe('https://x/..%2Fy?a=a%26b%3Dc');
});

test('a value with the braces of another is not filled twice', () => {
	expect(fillText('{mailbox}', {mailbox: '{tenant}', tenant: 'x'})).toBe('{tenant}');
});

test('a hostile place is not put into a command', () => {
	for (const at of ['$(id):993', "a'b:993", '-x:993', 'a b', 'http://', '\u001B[2J', '']) {
		const {fix} = diagnose(
			{stage: 'network', message: 'x', code: 'ECONNREFUSED', at},
			{provider: 'custom'},
		);
		expect(fix).toContain('nc -vz HOST PORT');
	}
});

test.each([
	['imap.acme.com:993', 'nc -vz imap.acme.com 993'],
	['https://login.acme.com/token', 'nc -vz login.acme.com 443'],
	['http://localhost:8080/x', 'nc -vz localhost 8080'],
	['https://ada:pw@login.acme.com:8443/token', 'nc -vz login.acme.com 8443'],
	['[::1]:993', "nc -vz '[::1]' 993"],
])('%s is where the command looks', (at, command) => {
	const {fix} = diagnose(
		{stage: 'network', message: 'x', code: 'ECONNREFUSED', at},
		{provider: 'custom'},
	);
	expect(fix).toContain(command);
	expect(fix.join()).not.toContain('pw');
});
