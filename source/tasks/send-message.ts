import type {GrantRecord} from '../checklist/grant-record.js';
import type {Grant} from '../grant.js';
import type {Mail, MailCall, SendResult} from '../mail-port.js';
import type {TaskContext} from './context.js';
import {mailSession} from './mail-session.js';

/** What was sent, and as whom the server let it in. */
export type Sent = SendResult & {readonly user: string};

/** Sends with the grant's token. A sign-in that is refused is tried once more as the other of mailbox and account, and only the first refusal counts. */
export async function sendMessage(
	{services}: TaskContext,
	record: GrantRecord,
	{
		accessToken,
		message,
	}: {
		readonly accessToken: string;
		readonly message: Parameters<Mail['send']>[1];
	},
	call: MailCall,
): Promise<Sent> {
	let first: Sent | undefined;
	for (const user of smtpUsers(record.grant)) {
		const session = mailSession(services, record, 'smtp', accessToken, user);
		const sent = {...(await services.mail.send(session, message, call)), user};
		if (!isSignInRefused(sent)) return sent;
		first ??= sent;
	}
	return first ?? {layers: [], user: record.grant.mailbox};
}

/** SMTP takes the member of a shared mailbox, whose right to send as it is looked at with the message; IMAP and POP3 take the shared address. */
const smtpUsers = ({mailbox, account}: Grant): readonly string[] =>
	// Microsoft documents only the shared address, without a word on SMTP. Measured: the member, by
	// https://github.com/nextcloud/mail/pull/13668, https://github.com/frappe/frappe/issues/23079 and
	// https://github.com/simonrob/email-oauth2-proxy/pull/426. Others send the shared address: it comes second.
	account === undefined || account.toLowerCase() === mailbox.toLowerCase()
		? [mailbox]
		: [account, mailbox];

const isSignInRefused = ({failure, layers}: SendResult) =>
	failure !== undefined &&
	// With a code it is the network’s, and would be the same again.
	failure.code === undefined &&
	layers.some(({name, status}) => name === 'sign in' && status === 'failed');
