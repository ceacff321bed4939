import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createScanner} from '../../../source/diagnosis/scan/scan.js';
import type {ProviderId} from '../../../source/grant.js';
import ordinary from './ordinary.json' with {type: 'json'};

const providers = [undefined, 'microsoft', 'google', 'custom'] as const;

function idsIn(lines: readonly string[], provider?: ProviderId): readonly string[] {
	const scanner = createScanner(provider);
	for (const line of lines) scanner.add(line);
	return scanner.end().findings.map(({diagnosis: {id, title}}) => id ?? title);
}

test('logs of Postfix, Dovecot, Exim, Apache, nginx, Tomcat and systemd, mails and transcripts that succeed have nothing to explain', () => {
	for (const provider of providers) expect(idsIn(ordinary, provider)).toEqual([]);
});

test('nor has any of their lines, in whatever order they come', () => {
	// What is a failure when nothing but it is given, or when it stands beside a mail server's name.
	const weighty =
		/authorization_pending|slow_down|ya29|Session expired|in the garage|java\.(?:net|io)\./;
	const lines = ordinary.filter(line => !weighty.test(line));
	for (const line of lines) expect(idsIn([line]), line).toEqual([]);
	fc.assert(
		fc.property(
			fc.shuffledSubarray(lines, {maxLength: 8}),
			fc.constantFrom(...providers),
			(some, provider) => {
				expect(idsIn(some, provider)).toEqual([]);
			},
		),
		{numRuns: 3000},
	);
});

test('random text has nothing to explain', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.oneof(fc.lorem(), fc.string({unit: 'binary', maxLength: 200}), fc.base64String()),
			),
			fc.constantFrom(...providers),
			(lines, provider) => {
				expect(idsIn(lines, provider)).toEqual([]);
			},
		),
		{numRuns: 300},
	);
});

test.each([
	['there are NO [more] failures', 'a tag needs a digit'],
	['550 items were sold, 535 of them yesterday', 'replies have a second code'],
	['version 5.7.3 of the driver, build 535', 'a version'],
	['UNABLE_TO_LOCK_ROW: unable to obtain exclusive access', 'another program’s code'],
	['{"error":"not_found","message":"no such page"}', 'no error of OAuth'],
	['GET /list?error=none&state=open', 'no error of OAuth'],
	['Error: ENOSPC of the cache, see the log of yesterday', 'another program’s disk'],
	['+ eyJhbGciOiJub25lIn0=', 'base64 that is no report of an error'],
	['334 VXNlcm5hbWU6', 'a question for the user name'],
	['* BYE Logging out', 'a farewell'],
	['<!DOCTYPE html><html><head><title>Our garden</title></head>', 'a page that refuses nothing'],
])('%j: %s', line => {
	const around = Array.from({length: 4}, () => '2026-11-23 10:00:00,001 INFO nothing new');
	for (const provider of providers)
		expect(idsIn([...around, line, ...around], provider)).toEqual([]);
});

test('a bounce in a mail log is daily work, a provider’s own words in it are not', () => {
	const said = (words: string) =>
		`Nov 23 06:25:06 mail postfix/smtp[2301]: 4F1C2A0C: to=<a@example.com>, relay=smtp.office365.com[192.0.2.1]:587, status=deferred (SASL authentication failed; server smtp.office365.com[192.0.2.1] said: ${words})`;
	expect(idsIn([said('550 5.1.1 User unknown')])).toEqual([]);
	expect(
		idsIn([
			said(
				'535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
			),
		]),
	).toEqual(['exo-smtp-tenant-disabled']);
});

test('who waits for a device code has no failure once the token came', () => {
	const pending = '{"error":"authorization_pending"}';
	const token = '{"access_token":"eyJ…","refresh_token":"0.A…","token_type":"Bearer"}';
	expect(idsIn([pending, pending])).toEqual(['ms-dc-pending']);
	expect(idsIn([pending, pending, token])).toEqual([]);
});

test('an answer to a refresh needs no new refresh token', () => {
	const answer = '{"access_token":"ya29.a0…","expires_in":3599,"scope":"https://mail.google.com/"}';
	expect(idsIn([answer])).toEqual(['g-no-refresh-token']);
	expect(idsIn(['POST /token grant_type=refresh_token&client_id=x', '', answer])).toEqual([]);
});
