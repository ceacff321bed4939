import {ImapFlow} from 'imapflow';
import type {PracticeServers} from '../../source/practice/start-practice.js';

/** The messages in a practice mailbox that mailgrant has sent, as they arrived, the oldest first. */
export async function mailIn(practice: PracticeServers, address: string): Promise<string[]> {
	const scope = 'https://outlook.office.com/IMAP.AccessAsUser.All';
	const imap = new ImapFlow({
		host: 'localhost',
		port: Number(practice.endpoints.imap.split(':')[1]),
		secure: true,
		auth: {user: address, accessToken: practice.issueToken({account: address, scope})},
		tls: {ca: practice.ca},
		logger: false,
	});
	await imap.connect();
	await imap.mailboxOpen('INBOX', {readOnly: true});
	const messages: string[] = [];
	for await (const {source} of imap.fetch('1:*', {source: true})) {
		messages.push(source?.toString() ?? '');
	}
	await imap.logout();
	return messages.filter(message => message.includes('Auto-Submitted: auto-generated'));
}

/** Headers of a message, unfolded. */
export const headersOf = (message: string): string =>
	message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]/g, ' ');

/** Its text, whatever way it travelled. */
export function textOf(message: string): string {
	const body = message.slice(message.indexOf('\r\n\r\n') + 4);
	const how = /^Content-Transfer-Encoding: (\S+)/im.exec(headersOf(message))?.[1] ?? '7bit';
	if (how === 'base64') return Buffer.from(body, 'base64').toString();
	if (how !== 'quoted-printable') return body.replaceAll('\r\n', '\n');
	const bytes = body
		.replace(/=\r\n/g, '')
		.replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n', '\n');
}
