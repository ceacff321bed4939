import {expect, test} from 'vitest';
import {listenToImap} from '../../source/mail/imap-heard.js';
import {createTranscript} from '../../source/mail/transcript.js';
import {Failed} from '../../source/network/failed.js';

const about = {stage: 'imap', protocol: 'imap', at: 'imap.example.com:993'} as const;

test('answers to a SASL exchange are masked, whoever made them', () => {
	const lines: string[] = [];
	const {client, server} = createTranscript(line => lines.push(line));
	client('A1 AUTHENTICATE XOAUTH2 dXNlcj1hQGIuY2QBYXV0aD1CZWFyZXIg');
	client('AUTH XOAUTH2');
	client('dXNlcj1hQGIuY2QBYXV0aD1CZWFyZXIgc2VjcmV0AQE=');
	client('MAIL FROM:<a-rather-long-address@mailbox.example.com>');
	server('+ eyJzdGF0dXMiOiI0MDEifQ==');
	expect(lines).toEqual([
		'C: A1 AUTHENTICATE XOAUTH2 dXNlcj…',
		'C: AUTH XOAUTH2',
		'C: dXNlcj…',
		'C: MAIL FROM:<a-rather-long-address@mailbox.example.com>',
		'S: + eyJzdGF0dXMiOiI0MDEifQ==',
	]);
});

test('a transcript ends after two thousand lines and says so', () => {
	const lines: string[] = [];
	const {server} = createTranscript(line => lines.push(line));
	for (let line = 0; line < 5000; line++) server('x');
	expect(lines).toHaveLength(2001);
	expect(lines.at(-1)).toBe('S: … the rest is left out');
});

const heard = (...lines: readonly string[]) => {
	const {hear, explain} = listenToImap(about, createTranscript());
	for (const line of lines) hear(line.startsWith('C: ') ? 'client' : 'server', line.slice(3));
	return explain(Object.assign(new Error('Connection not available'), {code: 'NoConnection'}))
		.failure;
};

test('of a refusal and the BYE after it, the refusal is the cause', () => {
	expect(
		heard(
			'C: A1 AUTHENTICATE XOAUTH2 eA==',
			'S: + eyJzdGF0dXMiOiI0MDEifQ==',
			'C: ',
			'S: A1 NO [AUTHENTICATIONFAILED] AUTHENTICATE failed.',
			'S: * BYE Connection closed. 14',
		),
	).toEqual({
		...about,
		message: 'NO [AUTHENTICATIONFAILED] AUTHENTICATE failed.',
		response: {status: 'NO', code: 'AUTHENTICATIONFAILED'},
		challenge: '{"status":"401"}',
	});
});

test('a refusal that was passed over is not the cause of what comes later', () => {
	const later = ['C: A1 NAMESPACE', 'S: A1 BAD Unknown', 'C: A2 EXAMINE INBOX'];
	expect(heard(...later)).toMatchObject({code: 'ECONNRESET'});
	expect(heard(...later, 'S: * BYE [UNAVAILABLE] Server Unavailable. 15')).toMatchObject({
		message: 'BYE [UNAVAILABLE] Server Unavailable. 15',
		response: {status: 'BYE', code: 'UNAVAILABLE'},
	});
});

test('what ended the connection here is told before all else', () => {
	const {explain} = listenToImap(about, createTranscript());
	const failed = new Failed({...about, message: 'too much', code: 'TOO_MUCH_DATA'});
	expect(explain(failed)).toBe(failed);
});
