import {inStep} from '../../checklist/step-id.js';
import {cut, noAddress, noAnswer, refusedAtOnce, silent, webPage} from '../other-causes/network.js';
import type {Case} from './case.js';
import {everywhere} from './everywhere.js';

const mail = ['imap', 'pop3', 'smtp', 'send'] as const;
const oauth = ['discovery', 'authorize', 'token', 'refresh'] as const;

/** Names, routes and connections: told by the system's own code. */
export const network: readonly Case[] = [
	{
		id: 'net-port-in-use',
		provider: 'any',
		stages: ['authorize', 'local', 'network'],
		match: [{code: ['EADDRINUSE']}],
		title: 'The callback port is taken',
		cause:
			'Another program on this host listens on the port of the redirect URI, perhaps a second mailgrant.',
		fix: [
			{shell: 'ss -ltnp "sport = :{port}"'},
			`End that program, or choose another callback port in ${inStep('provider')} and register the new redirect URI.`,
			'Without the port: sign in all the same and paste the address on which the browser ends.',
		],
		who: 'you',
		step: 'provider',
	},
	{
		id: 'net-dns',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['ENOTFOUND', 'ENODATA', 'EDNS']}],
		title: 'The host name does not exist',
		cause:
			'DNS knows no address for {host}: the name is mistyped, or the resolver of this host does not see the internet.',
		fix: [
			`Compare the name with the one of ${inStep('provider')}, letter by letter.`,
			{shell: 'getent hosts {host}'},
			'If other names fail too, the resolver in /etc/resolv.conf is the place to look.',
		],
		who: 'network',
		confidence: 'likely',
		step: 'services',
		others: noAddress,
	},
	{
		id: 'net-dns-temp',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['EAI_AGAIN', 'ESERVFAIL', 'ETIMEOUT']}],
		title: 'DNS does not answer',
		cause:
			'The resolver gave no answer for {host}: this host is offline, port 53 is blocked, or a container has no DNS.',
		fix: [
			{shell: 'cat /etc/resolv.conf'},
			{shell: 'getent hosts {host}'},
			'Try again once names resolve.',
		],
		who: 'network',
		transient: true,
		step: 'services',
	},
	{
		id: 'net-refused',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['ECONNREFUSED']}],
		title: 'The connection is refused',
		cause:
			'{host} is there, but nothing takes connections on port {port}: a wrong port, a server or proxy that is not running, or a firewall that refuses.',
		fix: [
			'Check host and port: IMAP 993, POP3 995, SMTP 587 with STARTTLS or 465 with TLS.',
			{shell: 'nc -vz {host} {port}'},
			'For a server of your own: start it, and see that it listens on this address and not only on ::1 or 127.0.0.1.',
		],
		who: 'you',
		confidence: 'likely',
		step: 'services',
		others: refusedAtOnce,
	},
	{
		id: 'net-timeout',
		provider: 'any',
		stages: ['network', 'local', ...oauth],
		match: [{code: ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'CONNECT_TIMEOUT']}],
		title: 'No answer: packets seem to be dropped',
		cause:
			'Nothing came back from {host} in time. Usually a firewall drops what goes to port {port}, or the service does not offer that port: smtp.office365.com has 587 but no 465.',
		fix: [
			{shell: 'nc -vz -w 5 {host} {port}'},
			'Ask for outgoing TCP from this host to {host}, port {port}; mail needs 993, 995 or 587, sign-in 443.',
			`If the way out is a proxy, enter it in ${inStep('provider')}.`,
		],
		who: 'network',
		confidence: 'likely',
		step: 'services',
		others: noAnswer,
	},
	{
		id: 'net-silent',
		provider: 'any',
		stages: ['tls', ...mail],
		match: [{code: ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']}],
		title: 'The server falls silent',
		cause:
			'{host} did not answer in time at this point of the dialogue: it is overloaded, a middlebox holds the connection, or TLS and plain text were mixed up so that each side waits for the other.',
		fix: [
			'Check that TLS mode and port belong together: 993, 995 and 465 with TLS; 143, 110 and 587 with STARTTLS.',
			'Run the test again; if it stays, try with a longer --timeout.',
		],
		who: 'network',
		transient: true,
		confidence: 'possible',
		step: 'services',
		others: silent,
	},
	{
		id: 'net-unreachable',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']}],
		title: 'There is no route to the host',
		cause:
			'This host has no way to the address, most often an IPv6 address on a network without IPv6.',
		fix: [
			{shell: 'getent ahosts {host}'},
			{shell: 'ip route; ip -6 route'},
			'Repair IPv6 or switch it off; only IPv4 is needed.',
		],
		who: 'network',
		confidence: 'likely',
		step: 'services',
	},
	{
		id: 'net-reset',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET']}],
		title: 'The connection is cut',
		cause:
			'The other side, or something on the way, ended the connection: a firewall or proxy that does not let mail through, a server at its limit of connections, or TLS on a port that speaks plain text.',
		fix: [
			{shell: 'openssl s_client -connect {host}:{port} -servername {host}'},
			'If the same works from another network, the first one filters: ask for {host}, port {port}.',
			'Check that TLS mode and port belong together.',
		],
		who: 'network',
		transient: true,
		confidence: 'possible',
		step: 'services',
		others: cut,
	},
	{
		id: 'net-html',
		provider: 'any',
		stages: [...oauth, 'network', 'local'],
		match: [{isPage: true}],
		title: 'A web page answers instead of the server',
		cause:
			'The answer is HTML where JSON was due: the block page of a proxy, the sign-on page of a network, or an URL that is not the one it should be.',
		fix: [
			'Read in the words of the answer who wrote the page.',
			`Compare the URLs of ${inStep('provider')} with the provider’s; Microsoft’s token URL ends in /oauth2/v2.0/token.`,
			`Ask for {host} to be let through unchanged, or enter the proxy in ${inStep('provider')}.`,
		],
		who: 'network',
		confidence: 'likely',
		step: 'services',
		others: webPage,
	},
];
