import {describe, expect, test} from 'vitest';
import {newestError, spoolReport} from '../../source/extraview/spool.js';

const now = Date.UTC(2026, 10, 23);
const context = {provider: 'microsoft', mailbox: 'evmail@acme.com'} as const;
const report = (text: string) =>
	spoolReport({waiting: 1, failed: 2, log: {path: '/logs/batch.log', text}}, context, now);

describe('the newest error', () => {
	test('is explained by what a diagnosis knows', () => {
		const log = [
			'2026-11-22 10:00:00 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
			'2026-11-23 10:00:00 com.sun.mail.smtp.SMTPSendFailedException: 554 5.2.252 SendAsDenied; evmail@acme.com not allowed to send as boss@acme.com',
			'\tat com.sun.mail.smtp.SMTPTransport.issueSendCommand(SMTPTransport.java:2267)',
			'\t... 5 more',
			'2026-11-23 10:05:00 polling',
			'',
		].join('\r\n');
		expect(report(log).newestError).toMatchObject({
			line: expect.stringContaining('SendAsDenied'),
			diagnosis: {id: 'exo-send-as-denied'},
		});
	});

	test('in a stack trace is found by its cause', () => {
		const log = [
			'javax.mail.MessagingException: Could not convert socket to TLS;',
			'  nested exception is:',
			'Caused by: javax.net.ssl.SSLHandshakeException: self-signed certificate in certificate chain',
			'\tat sun.security.ssl.Alert.createSSLException(Alert.java:131)',
		].join('\n');
		expect(report(log).newestError?.diagnosis.said).toContain('self-signed');
	});

	test('is none in a log without errors', () => {
		expect(newestError('sent 3 mails\nsleeping\n')).toBeUndefined();
		expect(report('all fine')).not.toHaveProperty('newestError');
	});

	test('shows no escape codes, and no token', () => {
		const token = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${'a'.repeat(300)}.${'b'.repeat(200)}`;
		const text = JSON.stringify(report(`\u001B[31mError\u001B[0m: refused Bearer ${token}\n`));
		expect(text).not.toMatch(/\\u001b/i);
		expect(text).not.toContain('a'.repeat(100));
	});
});

describe('the summary', () => {
	const summary = (facts: Partial<Parameters<typeof spoolReport>[0]>) =>
		spoolReport({waiting: 0, failed: 0, ...facts}, context, now).summary;

	test('counts', () => {
		expect(summary({})).toBe('0 mails wait, 0 mails failed.');
		expect(summary({waiting: 1, failed: 1, oldestWaitingAt: now - 1000})).toBe(
			'1 mail waits, 1 mail failed.',
		);
		expect(summary({waiting: 9, isCapped: true})).toMatch(/^at least 9 mails wait/);
	});

	test('says when mail has waited too long', () => {
		const day = 24 * 3_600_000;
		expect(summary({waiting: 2, oldestWaitingAt: now - 3 * day})).toMatch(
			/waited 3 days: BatchMail/,
		);
		expect(summary({waiting: 2, oldestWaitingAt: now - 1_200_000})).toMatch(/20 minutes/);
	});
});
