import {clean, unquote} from './clean.js';
import {guidError, isGuid} from './guid.js';

/** `value` is undefined when the field was emptied. */
export type Parsed<Value> = {readonly value: Value | undefined} | {readonly error: string};

/** Free text of at most `max` characters; `what` begins the sentence about a longer one. */
export const parseText =
	(max: number, what: string) =>
	(input: string): Parsed<string> => {
		const value = clean(input, max + 1);
		if (value.length > max) return {error: `${what} is longer than ${max} characters. Shorten it.`};
		return {value: value === '' ? undefined : value};
	};

/** One of a few words. */
export const parseChoice =
	(choices: readonly string[]) =>
	(input: string): Parsed<string> => {
		const value = clean(input, 50).toLowerCase();
		if (value === '') return {value: undefined};
		if (choices.includes(value)) return {value};
		return {error: `"${value}" is none of ${choices.join(', ')}. Choose one of them.`};
	};

/** `app-only` has other names: RFC 6749's and Google's. */
export function parseFlow(input: string): Parsed<string> {
	const isOtherName = /^(?:client[-_]credentials|service[-_]account)$/i.test(clean(input, 50));
	return parseChoice(['browser', 'device', 'app-only'])(isOtherName ? 'app-only' : input);
}

const asciiDomain = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i;

/** In letters of any script; the tables of these are loaded for it. */
const isDomain = (domain: string) =>
	/^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u.test(
		domain,
	);

/** The one check of addresses: a local part, one @, a domain with a dot or `localhost`. */
export function parseAddress(input: string): Parsed<string> {
	const value = clean(input, 400)
		.replace(/^mailto:/i, '')
		.replace(/^<|>$/g, '')
		.trim();
	if (value === '') return {value: undefined};
	if (value.length > 254) {
		return {
			error:
				'That is longer than the 254 characters of a mail address (RFC 5321). Check what was pasted.',
		};
	}
	const at = value.lastIndexOf('@');
	if (at === -1 || at === value.length - 1) {
		return {
			error: `"${clean(value, 60)}" has no domain. Enter the whole address, such as evmail@example.com.`,
		};
	}
	if (at === 0)
		return {error: `"${clean(value, 60)}" has nothing before the @. Enter the whole address.`};
	if (/[\s,;<>()"]/.test(value) || value.indexOf('@') !== at) {
		return {error: `"${clean(value, 60)}" is not one address. Enter only one, with no spaces.`};
	}
	const domain = value.slice(at + 1);
	if (!asciiDomain.test(domain) && !isDomain(domain)) {
		return {error: `"${clean(domain, 60)}" is not a domain. Enter it as in evmail@example.com.`};
	}
	if (!domain.includes('.') && domain.toLowerCase() !== 'localhost') {
		return {
			error: `"${clean(domain, 60)}" lacks its ending. Enter the whole domain, such as example.com.`,
		};
	}
	return {value};
}

/** Addresses parted by commas, semicolons or spaces, each once; gives them parted by a comma and a space. */
export function parseAddresses(input: string): Parsed<string> {
	const addresses = new Map<string, string>();
	for (const part of clean(input, 10_000).split(/[\s,;]+/)) {
		const parsed = parseAddress(part);
		if ('error' in parsed) return parsed;
		if (parsed.value === undefined) continue;
		const key = parsed.value.toLowerCase();
		if (!addresses.has(key)) addresses.set(key, parsed.value);
	}
	return {value: addresses.size === 0 ? undefined : [...addresses.values()].join(', ')};
}

/** Absolute URL with one of the given schemes, no user info, no fragment. Plain http only on loopback. */
export function parseUrl(input: string): Parsed<string> {
	const value = clean(input, 3000).replace(/\s+/g, '');
	if (value === '') return {value: undefined};
	let url: URL;
	try {
		url = new URL(value.replaceAll('{tenant}', 'tenant'));
	} catch {
		return {
			error: `"${clean(value, 60)}" is not a URL. Enter it whole, such as https://login.example.com/token.`,
		};
	}
	const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
		return {error: `It starts with ${url.protocol}// but secrets travel over it. Use https://.`};
	}
	if (url.username !== '' || url.password !== '') {
		return {error: 'It holds a user name or password before the @. Leave them out.'};
	}
	if (url.hash !== '') return {error: 'It ends in a # part, which is never sent. Leave it out.'};
	return {value};
}

/** HOST:PORT; IPv6 in brackets. */
export function parseHostPort(input: string): Parsed<string> {
	const value = clean(input, 300).replace(/\s+/g, '');
	if (value === '') return {value: undefined};
	const match = /^(\[[0-9a-f:.]+\]|[^\s:/[\]]+):(\d{1,5})$/i.exec(value);
	if (!match) {
		return {error: `"${clean(value, 60)}" is not HOST:PORT. Enter it as in imap.example.com:993.`};
	}
	const port = Number(match[2]);
	if (port < 1 || port > 65_535)
		return {error: `Port ${match[2]} does not exist. Use one from 1 to 65535.`};
	return {value};
}

export function parsePort(input: string): Parsed<number> {
	const value = clean(input, 20);
	if (value === '') return {value: undefined};
	const port = Number(value);
	if (!/^\d+$/.test(value) || port < 1024 || port > 65_535) {
		return {
			error: `"${value}" is not a port that a program may use. Enter one from 1024 to 65535.`,
		};
	}
	return {value: port};
}

/** Accepts YYYY-MM-DD and the portals' M/D/YYYY; gives YYYY-MM-DD. */
export function parseDate(input: string): Parsed<string> {
	const value = clean(input, 60);
	if (value === '') return {value: undefined};
	const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(value);
	const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value);
	const [year, month, day] = iso
		? [iso[1], iso[2], iso[3]]
		: us
			? [us[3], us[1], us[2]]
			: [undefined, undefined, undefined];
	if (year === undefined || month === undefined || day === undefined) {
		return {error: `"${clean(value, 30)}" is not a date. Enter it as 2028-11-23.`};
	}
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) {
		return {
			error: `There is no day ${clean(value, 30)}. Enter it as year-month-day, such as 2028-11-23.`,
		};
	}
	return {value: date.toISOString().slice(0, 10)};
}

/** A tenant ID or one of its domains; a display name is neither. */
export function parseTenant(input: string): Parsed<string> {
	const value = unquote(clean(input, 300));
	if (value === '') return {value: undefined};
	const compact = value.replace(/\s+/g, '');
	if (isGuid(compact)) return {value: compact.toLowerCase()};
	if (/^[0-9a-f-]{20,40}$/i.test(compact) && compact.includes('-')) {
		return {error: guidError('Tenant ID', compact)};
	}
	if (/^(organizations|consumers|common)$/i.test(compact)) return {value: compact.toLowerCase()};
	if (/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value)) return {value: value.toLowerCase()};
	return {
		error: `"${clean(value, 40)}" is a name, not an ID. On the app's Overview page copy "Directory (tenant) ID".`,
	};
}

export function parseClientId(input: string): Parsed<string> {
	const value = unquote(clean(input, 600)).replace(/\s+/g, '');
	if (value === '') return {value: undefined};
	if (value.length > 400)
		return {error: 'That is longer than any Client ID. Check what was pasted.'};
	if (!/^[\x21-\x7E]+$/.test(value)) {
		return {error: 'It has characters that no Client ID has. Copy it again from the portal.'};
	}
	return {value};
}

export function parseProxy(input: string): Parsed<string> {
	const value = clean(input, 500).replace(/\s+/g, '');
	if (value === '') return {value: undefined};
	if (value === 'none') return {value};
	try {
		const url = new URL(value);
		if (!/^(https?|socks[45]?[ah]?):$/.test(url.protocol) || url.hostname === '')
			throw new Error(value);
		if (url.username !== '' || url.password !== '') {
			return {
				error:
					'It holds a user name or password, which would be stored in the clear. Set HTTPS_PROXY or ALL_PROXY in the environment instead.',
			};
		}
		return {value};
	} catch {
		return {
			error: `"${clean(value, 60)}" is not a proxy. Enter http://HOST:PORT, socks5://HOST:PORT or none.`,
		};
	}
}
