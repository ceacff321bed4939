import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';
import {everywhere} from './everywhere.js';

/** The way out and its limits: told by mailgrant's own codes. */
export const proxy: readonly Case[] = [
	{
		id: 'net-proxy-auth',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['PROXY_AUTH_REQUIRED']}],
		title: 'The proxy wants a sign-in',
		cause:
			'The proxy on the way out takes connections only with a user name and a password it knows.',
		fix: [
			`Enter the proxy in ${inStep('provider')} as http://USER:PASSWORD@HOST:PORT or socks5://USER:PASSWORD@HOST:PORT.`,
			'Or have it let this host through to {host}, port {port}, without.',
		],
		who: 'network',
		step: 'provider',
	},
	{
		id: 'net-proxy-refused',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['PROXY_REFUSED']}],
		title: 'The proxy refuses the way out',
		cause:
			'The proxy answers, but makes no connection to {host}, port {port}: its rules do not allow it. Many proxies pass only port 443.',
		fix: [
			'Ask for {host}, port {port}, to be allowed at the proxy; mail needs 993, 995 or 587.',
			`If mail may go out without the proxy, enter none as proxy in ${inStep('provider')}, or the host in NO_PROXY.`,
		],
		who: 'network',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'net-proxy-protocol',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['PROXY_PROTOCOL']}],
		title: 'What answers is no such proxy',
		cause: 'The proxy’s address answers, but not in the way of the kind of proxy that was entered.',
		fix: [
			'Check kind and port of the proxy: http://, https://, socks5:// and socks4:// are different.',
			`It stands in ${inStep('provider')}, or in HTTPS_PROXY or ALL_PROXY of the environment.`,
		],
		who: 'you',
		step: 'provider',
	},
	{
		id: 'net-flood',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['TOO_MUCH_DATA']}],
		title: 'The other side sends without end',
		cause:
			'More came back than any answer of this kind has, and the connection was ended. {host} is not the server it should be, or it is broken.',
		fix: [
			`Check host and port of ${inStep('provider')}.`,
			{shell: 'openssl s_client -connect {host}:{port} -servername {host}'},
		],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'net-bad-address',
		provider: 'any',
		stages: everywhere,
		match: [{code: ['ERR_INVALID_URL']}],
		title: `An address of ${inStep('provider')} can’t be used`,
		cause:
			'A URL or the proxy is not written in a way that can be understood; the words say which.',
		fix: [
			`Correct it in ${inStep('provider')} (Ctrl+O), or empty the field for the provider’s own.`,
		],
		who: 'you',
		step: 'provider',
	},
	{
		id: 'tls-ca-file',
		provider: 'any',
		stages: everywhere,
		match: [
			{
				code: ['ENOENT', 'EACCES', 'EISDIR', 'EFBIG', 'EINVAL', 'EIO', 'ENOTDIR'],
				text: /^The CA file\b/,
			},
		],
		title: 'The CA file can’t be used',
		cause:
			'The file of further certificates does not exist, may not be read, or holds no proper PEM certificates; the words say which.',
		fix: [`Enter another file as CA file in ${inStep('provider')} (Ctrl+O), or empty the field.`],
		who: 'you',
		step: 'provider',
	},
];
