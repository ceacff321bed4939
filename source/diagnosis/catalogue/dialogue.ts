import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';

const stages = ['imap', 'pop3', 'smtp', 'tls', 'send', 'network'] as const;

/** What mailgrant itself finds in the dialogue with a mail server, told by its own codes. */
export const dialogue: readonly Case[] = [
	{
		id: 'mail-no-token-auth',
		provider: 'any',
		stages,
		match: [{code: ['NO_TOKEN_AUTH']}],
		title: 'The server takes no tokens',
		cause:
			'It answers, but offers neither XOAUTH2 nor OAUTHBEARER: this is another server than the provider\u2019s, or OAuth2 is switched off there.',
		fix: [
			`Check host, port and security of the service in ${inStep('provider')}.`,
			'If the server is your own, switch XOAUTH2 or OAUTHBEARER on there; for SMTP it may be offered only on the submission port.',
		],
		who: 'you',
		step: 'provider',
	},
	{
		id: 'mail-no-starttls',
		provider: 'any',
		stages,
		match: [{code: ['NO_STARTTLS']}],
		title: 'The server does not start TLS on this port',
		cause:
			'The service is set to STARTTLS, and the server does not offer it. Without TLS no token is sent.',
		fix: [
			`If the port speaks TLS from the first byte (993, 995, 465), set its security to tls in ${inStep('provider')}.`,
			'Else something between, such as a firewall that inspects mail, may take STARTTLS away.',
			{shell: 'openssl s_client -connect {host}:{port} -servername {host}'},
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'mail-unexpected-data',
		provider: 'any',
		stages,
		match: [{code: ['UNEXPECTED_DATA']}],
		title: 'Something spoke before TLS had begun',
		cause:
			'Text came that nobody had asked for, just before the connection became a TLS one. A broken server does that, and so does somebody on the way who puts words in. Nothing was sent.',
		fix: [
			`Set the service to the port with TLS from the first byte, and its security to tls, in ${inStep('provider')}.`,
			'Ask who runs the network whether something between inspects or changes mail connections.',
		],
		who: 'network',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'mail-strange-answer',
		provider: 'any',
		stages,
		match: [{code: ['PROTOCOL']}],
		title: 'The answer is none of this protocol',
		cause: 'What came back is not what a server of this kind says. Another program listens there.',
		fix: [
			`Check host and port of the service in ${inStep('provider')}.`,
			{shell: 'openssl s_client -connect {host}:{port} -servername {host}'},
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
];
