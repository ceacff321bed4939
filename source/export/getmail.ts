import type {Endpoint} from '../providers/provider.js';
import type {Access, Export} from './program.js';
import {quoted} from './quote.js';

/** getmail6's docs/configuration.html (6.18.11): `use_xoauth2`, `password_command`, `ca_certs`, `MDA_external`. */
export function getmail(access: Access): Export {
	const {grant, services, label, caFile} = access;
	const {imap, pop3} = services;
	const incoming = imap ?? pop3;
	if (!incoming) {
		return {
			unfit: `getmail only reads, and ${grant.name} reads no mail.`,
			nextSteps: ['To send: --for msmtp'],
		};
	}
	// Its retrievers speak TLS from the first byte or none at all.
	if (incoming.security === 'starttls') {
		return {
			unfit: `getmail knows no STARTTLS, which ${incoming.host}:${incoming.port} needs.`,
			nextSteps: imap
				? ['Give the grant the TLS port, or: --for mbsync']
				: ['Give the grant the TLS port.'],
		};
	}
	const head = [
		'[retriever]',
		`type = ${imap ? 'SimpleIMAPSSLRetriever' : 'SimplePOP3SSLRetriever'}`,
		...serverLines(incoming),
		`username = ${access.user.incoming}`,
		'use_xoauth2 = true',
		`password_command = (${access.tokenCommand.map(pythonString).join(', ')})`,
		// It checks no certificate without a file (getmailcore/_retrieverbases.py).
		`ca_certs = ${caFile ?? '/etc/ssl/certs/ca-certificates.crt'}`,
		'',
		'[destination]',
	];
	const options = ['', '[options]', 'read_all = false', 'delete = false'];
	const mail = `~/Mail/${label}/`;
	return {
		text: [...head, 'type = Maildir', `path = ${mail}`, ...options, ''].join('\n'),
		file: `~/.config/getmail/${label}`,
		notes: [
			'Debian’s package: getmail6. It delivers to no Maildir as root.',
			`The Maildir has to be there: mkdir -p ${mail}{cur,new,tmp}`,
			`It is run so: getmail --rcfile ${label}`,
			...(imap
				? []
				: // https://github.com/getmail6/getmail6/pull/205
					[
						'By POP3 it takes a token only from releases after August 2024 on; that of Debian 12 (6.18.11) does not.',
					]),
			...(caFile
				? [`Only the certificates in ${caFile} are trusted then, and not those of the system.`]
				: []),
		],
		trial: {
			program: 'getmail',
			package: 'getmail6',
			// One message, handed to a program that ignores it: nothing is kept, nothing marked.
			prepare: directory => ({
				files: {
					getmailrc: [
						...head,
						'type = MDA_external',
						'path = /bin/true',
						'allow_root_commands = true',
						...options,
						'max_messages_per_session = 1',
						'',
					].join('\n'),
				},
				args: ['--getmaildir', directory, '--rcfile', 'getmailrc'],
			}),
			refused: {
				words: /^.*credential\/login error.*$/m,
				protocol: imap ? 'imap' : 'pop3',
			},
			// What may pass by itself, such as “login refused error”, is no failure to it.
			failed: /^getmailrc: .* error\b/m,
			worked: 'getmail signed in and read the mailbox; nothing was kept or marked.',
		},
	};
}

const serverLines = ({host, port}: Endpoint) => [`server = ${host}`, `port = ${port}`];

/** The value is read as a Python tuple. */
const pythonString = (text: string) => quoted(text, /["\\]/g);
