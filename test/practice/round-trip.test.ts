import {ImapFlow} from 'imapflow';
import {createTransport} from 'nodemailer';
import {expect, test} from 'vitest';
import {type Dialect, portOf, practiceServers, signIn} from './client.js';

const user = 'evmail@practice.example';

test.each<Dialect>(['microsoft', 'google', 'plain'])(
	'a %s token sends a message that appears in IMAP',
	async dialect => {
		const servers = await practiceServers();
		const {accessToken} = await signIn(servers, {dialect});
		const imap = new ImapFlow({
			host: 'localhost',
			port: portOf(servers.endpoints.imap),
			secure: true,
			auth: {user, accessToken},
			tls: {ca: servers.ca},
			logger: false,
		});
		await imap.connect();
		const opened = await imap.mailboxOpen('INBOX', {readOnly: true});
		expect(opened.exists).toBe(4);
		const newest = await imap.fetchOne('*', {envelope: true, bodyStructure: true, uid: true});
		expect(newest ? newest.envelope?.subject : '').toBe(
			'Re: [#20815] Invoice shows the wrong address',
		);

		const smtp = createTransport({
			host: 'localhost',
			port: portOf(servers.endpoints.smtp),
			requireTLS: true,
			auth: {type: 'OAuth2', user, accessToken},
			tls: {ca: servers.ca},
		});
		const sent = await smtp.sendMail({
			from: user,
			to: user,
			subject: 'There and back',
			text: '.x\n',
		});
		smtp.close();
		await imap.noop();
		const found = await imap.search({header: {'message-id': sent.messageId}}, {uid: true});
		expect(found).toHaveLength(1);
		const message = await imap.fetchOne('*', {source: true});
		expect(message ? message.source?.toString() : '').toContain('Subject: There and back');
		await imap.logout();
	},
);
