import type {MailboxFacts} from '../checklist/report.js';
import {clean} from '../clean.js';
import {counted} from '../counted.js';
import type {MailCall, MailSession} from '../mail-port.js';
import type {Layers} from '../network/layers.js';
import {signInToImap} from './imap-session.js';
import {isoDate} from './iso-date.js';

/** Signs in and looks into INBOX without changing it (EXAMINE, RFC 9051 §6.3.3). Throws Failed. */
export async function openImap(
	session: MailSession,
	call: MailCall,
	layers: Layers,
): Promise<MailboxFacts> {
	const {client, ask, isReady, close} = await signInToImap(session, call, layers);
	try {
		return await layers.run('open', async tell => {
			// Exchange accepts the token first and says here that there is no mailbox behind it.
			await ask('the session', isReady);
			const {exists} = await ask('INBOX', () => client.mailboxOpen('INBOX', {readOnly: true}));
			tell(counted(exists, 'message'));
			if (exists === 0) return {messages: 0};
			const newest = await ask('the newest message', () =>
				client.fetchOne(String(exists), {envelope: true, internalDate: true}),
			);
			if (!newest) return {messages: exists};
			const date = newest.internalDate ?? newest.envelope?.date;
			return {
				messages: exists,
				newest: {
					subject: clean(newest.envelope?.subject ?? '', 200),
					date: isoDate(date),
				},
			};
		});
	} finally {
		close();
	}
}
