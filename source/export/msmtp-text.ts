import type {Endpoint} from '../providers/provider.js';
import type {Access} from './program.js';

/** An account of msmtp, with a command for a shell that prints the token. msmtp(1) of 1.8.23: `auth`, `passwordeval`, `tls_starttls`, `tls_trust_file`. */
export const msmtpText = (
	{grant, user, label, caFile}: Access,
	{host, port, security}: Endpoint,
	command: string,
): string =>
	[
		`account ${label}`,
		`host ${host}`,
		`port ${port}`,
		`from ${grant.mailbox}`,
		'auth xoauth2',
		`user ${user.outgoing}`,
		// The value reaches to the end of the line; quotes within it are the shell's.
		`passwordeval ${command}`,
		'tls on',
		`tls_starttls ${security === 'starttls' ? 'on' : 'off'}`,
		// Without it the system's certificates are trusted; a file takes their place.
		...(caFile ? [`tls_trust_file "${caFile}"`] : []),
		`account default : ${label}`,
		'',
	].join('\n');
