import {UserError} from '../../errors.js';

/** What of an ExtraView instance a web server sees. */
export type Instance = {
	/** Such as https://track.example.com/evj */
	readonly url: string;
	/** In lower case, without brackets. */
	readonly host: string;
	readonly port: number;
	readonly isSecure: boolean;
	/** Decoded, such as /evj; empty for an instance at the top. */
	readonly path: string;
	/** What the provider sends the browser to, without its query: path and /OAuth2. */
	readonly redirectPath: string;
};

/** Reads a base URL such as https://track.example.com/evj. Throws UserError for what can stand in no mount. */
export function instanceOf(baseUrl: string): Instance {
	if (!URL.canParse(baseUrl)) throw wrong('It is no web address.');
	const {protocol, hostname, port, pathname} = new URL(baseUrl);
	const path = decoded(pathname).replace(/\/+$/, '');
	// A mount has no way to escape these: * and ? stand for other characters, | for two mounts.
	const odd = /[*?|"$\\\u0000-\u001F\u007F]/.exec(path)?.[0];
	if (odd !== undefined) throw wrong('Its instance name holds a character that no mount can hold.');
	const isSecure = protocol === 'https:';
	return {
		url: baseUrl.replace(/[?#].*$/, '').replace(/\/+$/, ''),
		host: hostname.toLowerCase().replace(/^\[|\]$/g, ''),
		port: port === '' ? (isSecure ? 443 : 80) : Number(port),
		isSecure,
		path,
		redirectPath: `${path}/OAuth2`,
	};
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		throw wrong('It holds a % that begins no escape.');
	}
}

const wrong = (why: string) =>
	new UserError(`That base URL can't be checked. ${why}`, [
		'Enter it as users type it, such as https://track.example.com/evj.',
	]);
