import type {Access, Export} from './program.js';
import {commandLine, quoted} from './quote.js';

/** mbsync(1) of isync 1.4.4: `PassCmd`, `AuthMechs`, `SSLType`, `CertificateFile`; quotes and backslashes are escaped by a backslash. */
export function mbsync(access: Access): Export {
	const {grant, services, label} = access;
	const {imap} = services;
	if (!imap) {
		return {
			unfit: `mbsync reads by IMAP, and ${grant.name} does not.`,
			nextSteps: ['For POP3: --for getmail', 'To send: --for msmtp'],
		};
	}
	const text = (mail: string) => {
		const path = (name: string) => quote(`${mail}/${name}`);
		return [
			`IMAPAccount ${label}`,
			`Host ${imap.host}`,
			`Port ${imap.port}`,
			`User ${quote(access.user.incoming)}`,
			`PassCmd ${quote(commandLine(access.tokenCommand))}`,
			'AuthMechs XOAUTH2',
			`SSLType ${imap.security === 'starttls' ? 'STARTTLS' : 'IMAPS'}`,
			...(access.caFile ? [`CertificateFile ${quote(access.caFile)}`] : []),
			'',
			`IMAPStore ${label}-far`,
			`Account ${label}`,
			'',
			`MaildirStore ${label}-near`,
			`Path ${path('')}`,
			`Inbox ${path('INBOX')}`,
			'SubFolders Verbatim',
			'',
			`Channel ${label}`,
			`Far :${label}-far:`,
			`Near :${label}-near:`,
			'Patterns *',
			'Create Near',
			'Sync Pull',
			'SyncState *',
			'',
		].join('\n');
	};
	const mail = `~/Mail/${label}`;
	return {
		text: text(mail),
		file: '~/.mbsyncrc',
		notes: [
			'Debian’s packages: isync, and libsasl2-modules-kdexoauth2, without which mbsync knows no XOAUTH2.',
			`The directory has to be there: mkdir -p ${mail}`,
			`Where a token is refused, 1.4.4 hangs for good. Start it with a deadline: timeout 10m mbsync ${label}`,
			'Mail is only taken from the server. For both directions leave out the line Sync Pull.',
		],
		trial: {
			program: 'mbsync',
			package: 'isync libsasl2-modules-kdexoauth2',
			prepare: directory => ({
				files: {mbsyncrc: text(directory)},
				args: ['-c', `${directory}/mbsyncrc`, '--list', label],
			}),
			worked: 'mbsync signed in and listed the folders.',
			refused: {words: refusal, protocol: 'imap'},
			hangsAfter: refusal,
		},
	};
}

/** What 1.4.4 makes of the server's reasons (`+ eyJ…`, RFC 7628 §3.2.2). It neither answers nor ends then. */
const refusal = /^.*wants more steps despite successful SASL authentication.*$/m;

const quote = (text: string) => quoted(text, /["\\]/g);
