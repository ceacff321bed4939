import {expect, test} from 'vitest';
import {describeProxy, type Environment, proxyFor} from '../../source/network/proxy.js';

const way = (host: string, port: number, environment: Environment, proxy?: string) => {
	const found = proxyFor(host, port, {proxy}, environment);
	return found ? describeProxy(found) : 'direct';
};

const both = {HTTPS_PROXY: 'http://web:3128', ALL_PROXY: 'socks5://all:1080'};

test.each([
	['nothing is set', 'login.example.com', 443, {}, 'direct'],
	['https goes by HTTPS_PROXY', 'login.example.com', 443, both, 'HTTPS_PROXY http://web:3128'],
	['mail goes by ALL_PROXY first', 'imap.example.com', 993, both, 'ALL_PROXY socks5://all:1080'],
	[
		'mail takes HTTPS_PROXY too',
		'imap.example.com',
		993,
		{https_proxy: 'web:3128'},
		'https_proxy http://web:3128',
	],
	[
		'https takes ALL_PROXY too',
		'a.example',
		443,
		{all_proxy: 'socks5h://p'},
		'all_proxy socks5h://p:1080',
	],
	[
		'lower case first',
		'a.example',
		443,
		{https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1'},
		'https_proxy http://low:1',
	],
	['an empty one is none', 'a.example', 443, {HTTPS_PROXY: ' '}, 'direct'],
	[
		'user info is left out',
		'a.example',
		443,
		{HTTPS_PROXY: 'http://u:secret@web:3128'},
		'HTTPS_PROXY http://web:3128',
	],
	['loopback is never sent away', 'localhost', 443, both, 'direct'],
	['loopback is never sent away', '127.0.0.1', 993, both, 'direct'],
	['a name', 'a.example', 443, {...both, NO_PROXY: 'x.example, a.example'}, 'direct'],
	['a suffix', 'deep.a.example', 443, {...both, NO_PROXY: 'a.example'}, 'direct'],
	['a suffix with a dot', 'deep.a.example', 443, {...both, no_proxy: '.a.example'}, 'direct'],
	[
		'no suffix in the middle of a name',
		'nota.example',
		443,
		{...both, NO_PROXY: 'a.example'},
		'HTTPS_PROXY http://web:3128',
	],
	['everything', 'a.example', 443, {...both, NO_PROXY: '*'}, 'direct'],
	['an address', '10.1.2.3', 443, {...both, NO_PROXY: '10.1.2.3'}, 'direct'],
	['a network', '10.1.2.3', 443, {...both, NO_PROXY: '10.0.0.0/8'}, 'direct'],
	[
		'another network',
		'11.1.2.3',
		443,
		{...both, NO_PROXY: '10.0.0.0/8'},
		'HTTPS_PROXY http://web:3128',
	],
	['IPv6', '2001:db8::1', 443, {...both, NO_PROXY: '[2001:db8::1]'}, 'direct'],
] as const)('%s: %s:%i', (_, host, port, environment, expected) => {
	expect(way(host, port, environment)).toBe(expected);
});

test('the grant goes before the environment, even for loopback', () => {
	expect(way('localhost', 993, both, 'socks5://own:1')).toBe('Proxy socks5://own:1');
	expect(way('a.example', 993, both, 'none')).toBe('direct');
});

test('a proxy that can not be understood is a failure that does not repeat it', () => {
	expect(() => way('a.example', 443, {HTTPS_PROXY: 'ftp://u:secret@web'})).toThrow(
		/^The proxy in HTTPS_PROXY can't be understood/,
	);
});
