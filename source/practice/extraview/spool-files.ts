import {dirname} from 'node:path';
import type {SpoolPlace} from '../../extraview-port.js';
import type {PracticeDirectory} from '../practice-directory.js';

const minute = 60_000;

/** Writes what BatchMail leaves behind when the mail server no longer takes its password: mails that wait, one that failed, and the error in its log. */
export async function writeSpool(directory: PracticeDirectory, from: string): Promise<SpoolPlace> {
	const now = Date.now();
	const write = (name: string, text: string, minutes: number) =>
		directory.write(`batchmail/${name}`, text, {changedAt: new Date(now - minutes * minute)});
	const failed = await write('mail/__practice-1', mail(from, 4711), 52);
	await write('mail/practice-2', mail(from, 4712), 47);
	await write('mail/practice-3', mail(from, 4720), 3);
	const log = await write('logs/batchmail.log', logText(new Date(now - 45 * minute)), 45);
	return {directory: dirname(failed), log: dirname(log)};
}

const mail = (from: string, issue: number) => `From: ${from}
To: miles@customer.example
Subject: [#${issue}] Your issue was updated

A practice mail that waits to be sent.
`;

/** The form of ExtraView's log is not known; this one is made up, but for the stack trace. */
const logText = (at: Date) => `${at.toISOString()} practice: 2 mails to send
${at.toISOString()} practice: javax.mail.AuthenticationFailedException: 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [practice.example]
	at com.sun.mail.smtp.SMTPTransport$Authenticator.authenticate(SMTPTransport.java:965)
	at com.sun.mail.smtp.SMTPTransport.authenticate(SMTPTransport.java:876)
	at com.sun.mail.smtp.SMTPTransport.protocolConnect(SMTPTransport.java:780)
	at javax.mail.Service.connect(Service.java:366)
	at javax.mail.Transport.send0(Transport.java:253)
	at java.base/java.lang.Thread.run(Thread.java:840)
${at.toISOString()} practice: 1 mail left
`;
