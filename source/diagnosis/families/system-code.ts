import {inStep} from '../../checklist/step-id.js';
import type {Families, Family} from './family.js';
import {familyIn} from './family.js';

const disk: Pick<Family, 'who' | 'confidence'> = {who: 'you', confidence: 'likely'};

const exact: Families = {
	ENOSPC: {
		...disk,
		title: 'The disk is full',
		cause: 'This host could not write a file.',
		fix: [{shell: 'df -h'}, 'Make room, then try again.'],
	},
	EDQUOT: {
		...disk,
		title: 'The disk quota is used up',
		cause: 'This user may not write more on this host.',
		fix: [{shell: 'quota -s'}, 'Make room, then try again.'],
	},
	EROFS: {
		...disk,
		title: 'The file system is read-only',
		cause: 'This host could not write a file.',
		fix: ['Choose a directory that can be written with --config DIR.'],
	},
	EACCES: {
		...disk,
		title: 'This user may not do that on this host',
		cause: 'The system refuses access to a file or port.',
		fix: ['Run mailgrant as the user that owns its directory; ports below 1024 need other rights.'],
	},
	EPERM: {
		...disk,
		title: 'This user may not do that on this host',
		cause: 'The system, or its firewall, does not permit it.',
		fix: ['Ask the admin of this host, with the words below.'],
	},
	EMFILE: {
		...disk,
		title: 'Too many open files',
		cause: 'This process has used up the files and connections that it may hold open.',
		fix: [{shell: 'ulimit -n'}, 'Raise the limit, then try again.'],
	},
};

const prefixes: readonly (readonly [RegExp, Family])[] = [
	[
		/^(?:CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|INVALID_CA|PATH_LENGTH|CRL_|ERROR_IN_CERT|INVALID_PURPOSE)/,
		{
			title: 'The certificate can’t be trusted',
			cause: 'The check of the server’s certificate failed; the code says where.',
			fix: [
				{shell: 'openssl s_client -connect {host}:{port} -servername {host} -showcerts'},
				`If the certificate is the company’s own, enter its root as CA file in ${inStep('provider')}.`,
			],
			who: 'network',
			step: 'provider',
		},
	],
	[
		/^(?:ERR_SSL_|ERR_TLS_|EPROTO$|ERR_OSSL_)/,
		{
			title: 'TLS could not be agreed on',
			cause: 'Both sides were connected, but the handshake failed; the code says where.',
			fix: [
				{shell: 'openssl s_client -connect {host}:{port} -servername {host}'},
				`Check that TLS mode and port of ${inStep('provider')} belong together.`,
			],
			who: 'network',
			step: 'services',
		},
	],
	[
		/^(?:HPE_|UND_ERR_)/,
		{
			title: 'The answer is no proper HTTP',
			cause: 'What came back could not be read as an answer of a web server.',
			fix: [`Check URL, port and proxy of ${inStep('provider')}.`],
			who: 'network',
			step: 'provider',
		},
	],
	[
		/^(?:EAI_|EDNS|ESERV|EREFUSED|EBADRESP|EFORMERR)/,
		{
			title: 'The name could not be looked up',
			cause: 'DNS gave no usable answer for {host}.',
			fix: [{shell: 'getent hosts {host}'}, {shell: 'cat /etc/resolv.conf'}],
			who: 'network',
			step: 'services',
		},
	],
	[
		/^E(?:NET|HOST|CONN|SOCK|ADDR|NOTCONN|PIPE|SHUTDOWN|TIME)/,
		{
			title: 'The connection failed',
			cause: 'This host’s system reports a trouble with the connection to {host}.',
			fix: [{shell: 'nc -vz -w 5 {host} {port}'}],
			who: 'network',
			transient: true,
			step: 'services',
		},
	],
];

/** What a system or TLS code says by its kind. */
export function codeFamily(code: string | undefined): Family | undefined {
	if (code === undefined) return undefined;
	return familyIn(exact, code) ?? prefixes.find(([pattern]) => pattern.test(code))?.[1];
}
