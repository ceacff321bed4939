import type {Endpoint} from '../providers/provider.js';
import type {Access, Export} from './program.js';
import {commandLine, quoted} from './quote.js';

/** neomuttrc(5) of 20220429: `*_oauth_refresh_command`, `*_authenticators`, `ssl_ca_certificates_file`. */
export function neomutt(access: Access): Export {
	const {grant, services, user, caFile} = access;
	const {imap, pop3, smtp} = services;
	const command = quote(commandLine(access.tokenCommand));
	// XOAUTH2 first: of a token of 1,600 characters NeoMutt says with OAUTHBEARER that it is too big.
	const methods = quote('xoauth2:oauthbearer');
	const text = [
		`set from = ${quote(grant.mailbox)}`,
		...(imap
			? [
					`set imap_user = ${quote(user.incoming)}`,
					`set folder = ${quote(`imap${sOf(imap)}://${at(imap)}/`)}`,
					'set spool_file = "+INBOX"',
					`set imap_authenticators = ${methods}`,
					`set imap_oauth_refresh_command = ${command}`,
				]
			: []),
		...(pop3
			? [
					`set spool_file = ${quote(`pop${sOf(pop3)}://${inUrl(user.incoming)}@${at(pop3)}/`)}`,
					'set pop_authenticators = "oauthbearer"',
					`set pop_oauth_refresh_command = ${command}`,
				]
			: []),
		...(smtp
			? [
					`set smtp_url = ${quote(`smtp${sOf(smtp)}://${inUrl(user.outgoing)}@${at(smtp)}/`)}`,
					`set smtp_authenticators = ${methods}`,
					`set smtp_oauth_refresh_command = ${command}`,
				]
			: []),
		'set ssl_force_tls = yes',
		...(caFile ? [`set ssl_ca_certificates_file = ${quote(caFile)}`] : []),
		'',
	].join('\n');
	const recipient = grant.testRecipient ?? grant.mailbox;
	return {
		text,
		file: '~/.config/neomutt/neomuttrc',
		notes: [
			'Debian’s package: neomutt.',
			...(pop3
				? [
						'By POP3 NeoMutt knows OAUTHBEARER only, and takes no long tokens with it; Exchange Online offers XOAUTH2 only.',
					]
				: []),
		],
		trial: smtp
			? {
					program: 'neomutt',
					package: 'neomutt',
					prepare: directory => ({
						files: {neomuttrc: text},
						args: [
							...['-n', '-F', `${directory}/neomuttrc`, '-e', 'set record = ""'],
							...['-s', 'mailgrant: neomutt can send', '--', recipient],
						],
						input: 'This message was sent by neomutt, with a token that mailgrant handed to it.\n',
					}),
					worked: `NeoMutt sent a message to ${recipient}; it reads mail only on a terminal.`,
				}
			: {why: 'NeoMutt reads mail only on a terminal, so it is not tried from here.'},
	};
}

const sOf = ({security}: Endpoint) => (security === 'tls' ? 's' : '');
const at = ({host, port}: Endpoint) => `${host.includes(':') ? `[${host}]` : host}:${port}`;
const inUrl = encodeURIComponent;

/** In double quotes NeoMutt puts in variables and the output of commands. */
const quote = (text: string) => quoted(text, /["\\$`]/g);
