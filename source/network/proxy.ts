import {BlockList, isIP} from 'node:net';
import {clean} from '../clean.js';
import type {Network} from '../providers/settings.js';
import {Failed} from './failed.js';

/** The one way out. `source` is what put it in force. */
export type ProxyServer = {
	readonly source: string;
	readonly kind: 'http' | 'socks4' | 'socks5';
	/** TLS to the proxy itself. */
	readonly isSecure: boolean;
	/** The proxy is given the name and looks it up. */
	readonly looksUp: boolean;
	readonly host: string;
	readonly port: number;
	readonly user?: string;
	readonly password?: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

const mailPorts: readonly number[] = [25, 110, 143, 465, 587, 993, 995];

/** Which proxy leads to a host: the grant's, none, or the one of the environment, read as curl reads it. Throws Failed for one that can't be understood. */
export function proxyFor(
	host: string,
	port: number,
	network: Network,
	environment: Environment = process.env,
): ProxyServer | undefined {
	if (network.proxy === 'none') return undefined;
	if (network.proxy) return parseProxy('Proxy', network.proxy);
	// No proxy can reach this host's own loopback; practice would end where a proxy is set.
	if (isLoopback(host) || isExcluded(host, read(environment, 'NO_PROXY')?.value ?? '')) {
		return undefined;
	}
	const names = mailPorts.includes(port)
		? ['ALL_PROXY', 'HTTPS_PROXY']
		: ['HTTPS_PROXY', 'ALL_PROXY'];
	for (const name of names) {
		const found = read(environment, name);
		if (found) return parseProxy(found.name, found.value);
	}
	return undefined;
}

/** `HTTPS_PROXY http://proxy:3128`, without user info. */
export function describeProxy({source, kind, isSecure, looksUp, host, port}: ProxyServer): string {
	const schemes = {
		http: isSecure ? 'https' : 'http',
		socks4: looksUp ? 'socks4a' : 'socks4',
		socks5: looksUp ? 'socks5h' : 'socks5',
	};
	const address = isIP(host) === 6 ? `[${host}]` : host;
	return clean(`${source} ${schemes[kind]}://${address}:${port}`, 200);
}

/** As curl: lower case goes before upper case, an empty one counts as none. */
function read(environment: Environment, name: string) {
	for (const spelling of [name.toLowerCase(), name]) {
		const value = environment[spelling]?.trim();
		if (value) return {name: spelling, value};
	}
	return undefined;
}

function parseProxy(source: string, text: string): ProxyServer {
	let url: URL;
	try {
		url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
		const scheme = schemes[url.protocol.toLowerCase()];
		if (!scheme || url.hostname === '') throw new TypeError(url.protocol);
		return {
			source,
			...scheme,
			host: url.hostname.replace(/^\[|\]$/g, ''),
			port: url.port === '' ? scheme.port : Number(url.port),
			user: url.username === '' ? undefined : decodeURIComponent(url.username),
			password: url.password === '' ? undefined : decodeURIComponent(url.password),
		};
	} catch {
		// The text may hold a password: it is not repeated.
		throw new Failed({
			stage: 'local',
			message: `The proxy in ${source} can't be understood. Write it as http://HOST:PORT or socks5://HOST:PORT.`,
			code: 'ERR_INVALID_URL',
		});
	}
}

const http = {kind: 'http', isSecure: false, looksUp: true, port: 1080} as const;
const socks4 = {kind: 'socks4', isSecure: false, looksUp: false, port: 1080} as const;
const socks5 = {kind: 'socks5', isSecure: false, looksUp: false, port: 1080} as const;

/** What curl takes each scheme to mean, with its default ports. */
const schemes: Readonly<
	Record<string, Pick<ProxyServer, 'kind' | 'isSecure' | 'looksUp' | 'port'> | undefined>
> = {
	'http:': http,
	'https:': {...http, isSecure: true, port: 443},
	'socks:': {...socks5, looksUp: true},
	'socks4:': socks4,
	'socks4a:': {...socks4, looksUp: true},
	'socks5:': socks5,
	'socks5a:': {...socks5, looksUp: true},
	'socks5h:': {...socks5, looksUp: true},
};

/** NO_PROXY: `*`, names with all that ends in them, addresses, and networks such as 10.0.0.0/8. */
function isExcluded(host: string, list: string): boolean {
	const name = host.toLowerCase().replace(/\.$/, '');
	return list
		.toLowerCase()
		.split(/[\s,]+/)
		.filter(entry => entry !== '')
		.some(entry => {
			if (entry === '*') return true;
			if (isIP(name) !== 0) return isSameAddress(name, entry.replace(/^\[|\]$/g, ''));
			const suffix = entry.replace(/^\*?\./, '').replace(/\.$/, '');
			return suffix !== '' && (name === suffix || name.endsWith(`.${suffix}`));
		});
}

function isSameAddress(address: string, entry: string): boolean {
	const [network = '', bits, ...rest] = entry.split('/');
	const family = isIP(network);
	if (family === 0 || rest.length > 0) return false;
	const prefix = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
	if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) return false;
	const block = new BlockList();
	block.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
	return block.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

export const isLoopback = (host: string) =>
	/^(?:localhost|.+\.localhost|127(?:\.\d+){3}|::1)\.?$/i.test(host.replace(/^\[|\]$/g, ''));
