import {msmtpText} from './msmtp-text.js';
import type {Access, Export} from './program.js';
import {commandLine} from './quote.js';
import {testMessage} from './test-message.js';

export function msmtp(access: Access): Export {
	const {grant, services, tokenCommand, label, caFile} = access;
	const {smtp} = services;
	if (!smtp) {
		return {
			unfit: `msmtp only sends, and ${grant.name} sends no mail.`,
			nextSteps: ['To read it: --for mbsync, or --for getmail'],
		};
	}
	const text = msmtpText(access, smtp, commandLine(tokenCommand));
	const recipient = grant.testRecipient ?? grant.mailbox;
	return {
		text,
		file: '~/.msmtprc',
		notes: [
			'Debian’s package: msmtp. In the place of sendmail: msmtp-mta.',
			// https://github.com/marlam/msmtp/pull/202
			'A token of some 3,000 characters and more needs an msmtp from after September 2025.',
			'For a server that offers OAUTHBEARER only: auth oauthbearer.',
			...(caFile
				? [`Only the certificates in ${caFile} are trusted then, and not those of the system.`]
				: []),
		],
		trial: {
			program: 'msmtp',
			package: 'msmtp',
			prepare: directory => ({
				files: {msmtprc: text},
				args: ['-C', `${directory}/msmtprc`, '-a', label, '--', recipient],
				input: testMessage({from: grant.mailbox, to: recipient, program: 'msmtp'}),
			}),
			worked: `msmtp sent a message to ${recipient}.`,
		},
	};
}
