import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';
import {everywhere} from './everywhere.js';

const inspect = {
	shell: 'openssl s_client -connect {host}:{port} -servername {host} -showcerts',
};
const trust = `If the certificate is the company’s own, put its root into a PEM file and enter that as CA file in ${inStep('provider')}.`;
const clock = {shell: 'date -u; timedatectl set-ntp true'};

/** Certificates and versions: told by the code of the TLS library. */
export const tls: readonly Case[] = [
	{
		id: 'tls-wrong-version',
		provider: 'any',
		stages: everywhere,
		match: [
			{code: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']},
			{code: ['ERR_SSL_UNEXPECTED_MESSAGE']},
		],
		title: 'TLS meets plain text',
		cause:
			'TLS was begun where the other side speaks plain text: a STARTTLS port such as 587 or 143 used with TLS, or a proxy that answers in its own words.',
		fix: [
			`Use STARTTLS for 587, 143 and 110; TLS for 993, 995 and 465. Both are fields of ${inStep('provider')} (Ctrl+O).`,
			{shell: 'nc -w 5 {host} {port}'},
			'If the port is right, what nc shows tells who is in between.',
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'tls-self-signed-chain',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['SELF_SIGNED_CERT_IN_CHAIN']}],
		title: 'TLS is inspected on the way',
		cause:
			'The certificate chain ends in a root that this host does not trust. Microsoft and Google never send such a chain: a company proxy or a virus scanner opens the connection.',
		fix: [
			inspect,
			trust,
			'Or have {host} exempted from inspection. Verification is never switched off.',
		],
		who: 'network',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'tls-issuer',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_GET_ISSUER_CERT']}],
		title: 'The certificate’s issuer is not known',
		cause:
			'The chain is whole but its root is not among those trusted here: TLS inspection by the company, a private CA, or an outdated list of roots.',
		fix: [inspect, trust, 'Otherwise update this system’s CA certificates.'],
		who: 'network',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'tls-leaf-only',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE']}],
		title: 'The server sends its certificate without the chain',
		cause:
			'Only the server’s own certificate came, without the intermediate one, so that it can’t be tied to a trusted root.',
		fix: [
			inspect,
			'At the server or proxy: install the certificate together with its intermediates.',
			`Until then the intermediate and root certificate can be entered as CA file in ${inStep('provider')}.`,
		],
		who: 'network',
		step: 'provider',
	},
	{
		id: 'tls-self-signed',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['DEPTH_ZERO_SELF_SIGNED_CERT']}],
		title: 'The certificate is signed by itself',
		cause:
			'The other side shows a certificate of its own making: a mail relay, an appliance, the sign-on page of a network. Microsoft and Google never do.',
		fix: [
			'Make sure that {host} is the server that is meant.',
			inspect,
			`For a server of your own: enter its certificate as CA file in ${inStep('provider')}.`,
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'tls-expired',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['CERT_HAS_EXPIRED']}],
		title: 'The certificate has expired, or this clock is ahead',
		cause:
			'The last day of the certificate has passed. With a host of Microsoft or Google that means: this clock is wrong, or a proxy with an old certificate is in between.',
		fix: [clock, inspect, 'Otherwise renew the certificate of the server or proxy.'],
		who: 'you',
		confidence: 'likely',
		step: 'services',
	},
	{
		id: 'tls-not-yet',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['CERT_NOT_YET_VALID']}],
		title: 'The certificate is not valid yet: this clock is behind',
		cause: 'The first day of the certificate lies ahead of this host’s clock.',
		fix: [clock, 'Then run the check again.'],
		who: 'you',
		confidence: 'likely',
		step: 'services',
	},
	{
		id: 'tls-altname',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']}],
		title: 'The certificate is for another host',
		cause:
			'The names in the certificate do not include {host}: it was reached by an alias or an IP address, or DNS leads elsewhere.',
		fix: [
			`Enter the server’s own name in ${inStep('provider')}, such as outlook.office365.com or imap.gmail.com.`,
			inspect,
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'tls-version',
		provider: 'any',
		stages: everywhere,
		match: [
			{
				code: [
					'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
					'ERR_SSL_UNSUPPORTED_PROTOCOL',
					'ERR_SSL_VERSION_TOO_LOW',
				],
			},
		],
		title: 'No common version of TLS',
		cause:
			'The other side speaks only versions of TLS that are no longer safe, or refuses this host’s.',
		fix: [
			'Update the server or the proxy to TLS 1.2 or 1.3.',
			{shell: 'openssl s_client -connect {host}:{port} -servername {host} -tls1_2'},
		],
		who: 'network',
		step: 'services',
	},
];
