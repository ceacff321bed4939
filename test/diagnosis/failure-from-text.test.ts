import {expect, test} from 'vitest';
import type {Failure} from '../../source/diagnosis/diagnosis.js';
import {failureFromText} from '../../source/diagnosis/failure-from-text.js';

test.each<[string, Partial<Failure>]>([
	[
		'{"error":"invalid_client","error_description":"AADSTS7000215: Invalid","error_codes":[7000215]}',
		{
			stage: 'token',
			oauth: {
				error: 'invalid_client',
				description: 'AADSTS7000215: Invalid',
				errorCodes: [7_000_215],
			},
		},
	],
	[
		'http://localhost:8765/callback?error=access_denied&error_description=AADSTS65004%3a+no&state=x',
		{
			stage: 'token',
			oauth: {error: 'access_denied', description: 'AADSTS65004: no', errorCodes: [65_004]},
		},
	],
	[
		'"{\\"error\\":\\"invalid_grant\\",\\"error_subtype\\":\\"invalid_rapt\\"}"',
		{stage: 'token', oauth: {error: 'invalid_grant', subtype: 'invalid_rapt'}},
	],
	[
		'S: 535-5.7.8 Username and Password not accepted.\nS: 535 5.7.8  https://support',
		{stage: 'smtp', smtp: {replyCode: 535, enhancedCode: '5.7.8'}},
	],
	[
		'S: 235 2.7.0 Accepted\nS: 550 5.7.60 SMTP; Client does not have permissions\nS: 221 2.0.0 Bye',
		{stage: 'smtp', smtp: {replyCode: 550, enhancedCode: '5.7.60'}},
	],
	[
		'a1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n* BYE gone',
		{stage: 'imap', protocol: 'imap', response: {status: 'NO', code: 'AUTHENTICATIONFAILED'}},
	],
	['-ERR [SYS/TEMP] later', {stage: 'pop3', response: {status: '-ERR', code: 'SYS/TEMP'}}],
	[
		'Error: connect ECONNREFUSED 127.0.0.1:1993',
		{stage: 'network', code: 'ECONNREFUSED', at: '127.0.0.1:1993'},
	],
	[
		'Error: getaddrinfo ENOTFOUND imap.does-not-exist.invalid',
		{stage: 'network', code: 'ENOTFOUND', at: 'imap.does-not-exist.invalid'},
	],
	['self-signed certificate', {stage: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT'}],
	['<!DOCTYPE html><title>Denied</title>', {stage: 'token', oauth: {contentType: 'text/html'}}],
	['+ eyJzdGF0dXMiOiI0MDAifQ==\na1 NO Failure', {stage: 'imap', challenge: '{"status":"400"}'}],
	['Nothing of the kind', {stage: 'local', message: 'Nothing of the kind'}],
])('%j', (text, expected) => {
	expect(failureFromText(text)).toMatchObject(expected);
});

test('what was pasted keeps no secret', () => {
	const text = JSON.stringify({
		access_token: 'ya29.a0AfH6SMBxyzxyzxyz',
		refresh_token: '1//0gAbCdEfGhIjKlMn',
		id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl',
	});
	expect(JSON.stringify(failureFromText(text))).not.toMatch(/H6SMB|AbCdEf|c2lnbmF0/);
});

test('a paste of megabytes is read no further than it helps', () => {
	const before = performance.now();
	for (const part of [
		'AADSTS',
		'"error":"',
		'535 5.7.8 ',
		'a1 NO [',
		'\\"',
		'{"',
		' ',
		'eyJ',
		'user=a@',
	]) {
		expect(failureFromText(part.repeat(300_000)).message.length).toBeLessThanOrEqual(20_000);
	}
	expect(performance.now() - before).toBeLessThan(20_000);
});
