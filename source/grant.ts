import {clean} from './clean.js';
import {checkExtraviewUrl} from './providers/extraview-url.js';

export type ProviderId = 'microsoft' | 'google' | 'custom';
export type Protocol = 'imap' | 'pop3' | 'smtp';
export type TlsMode = 'tls' | 'starttls';
export type Flow = 'browser' | 'device';

/** One row of ExtraView's *Access Tokens for 3rd Party Email Services* and all we know of it. No secrets. */
export type Grant = {
	/** ExtraView's Email Token Name; unique here. */
	readonly name: string;
	readonly provider: ProviderId;
	/** The address that signs in and whose mail is read or sent. */
	readonly mailbox: string;
	readonly incoming: 'imap' | 'pop3' | 'none';
	readonly outgoing: 'smtp' | 'none';
	/** Port of the local redirect URI, fixed for the grant since it is registered with the provider. */
	readonly callbackPort: number;
	readonly flow: Flow;
	readonly tenant?: string;
	readonly clientId?: string;
	/** Last day of the client secret, YYYY-MM-DD. */
	readonly secretExpires?: string;
	/** Base URL of the ExtraView instance, such as https://track.example.com/evj */
	readonly extraviewUrl?: string;
	/** Whether ExtraView is to use this grant; `yes` when absent. */
	readonly extraview?: 'yes' | 'no';
	/** Recipient of the test message; the mailbox itself when absent. */
	readonly testRecipient?: string;
	/** Overrides of what the provider says. Scopes are separated by one space. */
	readonly scope?: string;
	readonly authorizeUrl?: string;
	readonly tokenUrl?: string;
	readonly deviceUrl?: string;
	readonly metadataUrl?: string;
	/** HOST:PORT */
	readonly imap?: string;
	readonly imapSecurity?: TlsMode;
	readonly pop3?: string;
	readonly pop3Security?: TlsMode;
	readonly smtp?: string;
	readonly smtpSecurity?: TlsMode;
	/** Path of a PEM file whose certificates are trusted beside the usual ones. */
	readonly caFile?: string;
	/** http://, https://, socks5:// or socks4:// URL; `none` for no proxy whatever the environment says. */
	readonly proxy?: string;
};

export type FieldName = keyof Grant;

/** `value` is undefined when the field was emptied. */
export type Parsed<Value> = {readonly value: Value | undefined} | {readonly error: string};

/** One rule per field, shared by forms, commands and the store. */
export type Field = {
	readonly label: string;
	readonly help: string;
	/** The flag of `mailgrant add`, without dashes. */
	readonly flag: string;
	/** What stands for the value in the usage text. */
	readonly placeholder: string;
	readonly choices?: readonly string[];
	readonly isRequired?: true;
	readonly parse: (text: string) => Parsed<string | number>;
};

const text =
	(max: number, what: string) =>
	(input: string): Parsed<string> => {
		const value = clean(input, max + 1);
		if (value.length > max) return {error: `${what} is longer than ${max} characters. Shorten it.`};
		return {value: value === '' ? undefined : value};
	};

const choice =
	(choices: readonly string[]) =>
	(input: string): Parsed<string> => {
		const value = clean(input, 50).toLowerCase();
		if (value === '') return {value: undefined};
		if (choices.includes(value)) return {value};
		return {error: `"${value}" is none of ${choices.join(', ')}. Choose one of them.`};
	};

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
	if (
		!/^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u.test(
			domain,
		)
	) {
		return {error: `"${clean(domain, 60)}" is not a domain. Enter it as in evmail@example.com.`};
	}
	if (!domain.includes('.') && domain.toLowerCase() !== 'localhost') {
		return {
			error: `"${clean(domain, 60)}" lacks its ending. Enter the whole domain, such as example.com.`,
		};
	}
	return {value};
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

function parsePort(input: string): Parsed<number> {
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

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isGuid = (value: string) => guid.test(value);

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

function parseClientId(input: string): Parsed<string> {
	const value = unquote(clean(input, 600)).replace(/\s+/g, '');
	if (value === '') return {value: undefined};
	if (value.length > 400)
		return {error: 'That is longer than any Client ID. Check what was pasted.'};
	if (!/^[\x21-\x7E]+$/.test(value)) {
		return {error: 'It has characters that no Client ID has. Copy it again from the portal.'};
	}
	return {value};
}

/** What is wrong with something that nearly is a GUID. */
export function guidError(label: string, value: string): string {
	const digits = value.replace(/-/g, '').length;
	if (digits === 32)
		return `A ${label} has its hyphens after 8, 12, 16 and 20 digits. Copy it again from the portal.`;
	const difference = Math.abs(32 - digits);
	return `A ${label} has 32 digits and this has ${digits}: ${difference} ${digits < 32 ? 'missing' : 'too many'}. Copy it again from the portal.`;
}

/** Quotes that came along with a copied value. */
export function unquote(value: string): string {
	return value.replace(/^(["'`“”‘’«»]+)([\s\S]*?)(["'`“”‘’«»]+)$/u, '$2').trim();
}

function parseProxy(input: string): Parsed<string> {
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

const security: Pick<Field, 'placeholder' | 'choices' | 'parse'> = {
	placeholder: 'tls|starttls',
	choices: ['tls', 'starttls'],
	parse: choice(['tls', 'starttls']),
};

export const fields: {readonly [Name in FieldName]: Field} = {
	name: {
		label: 'Email Token Name',
		help: "ExtraView's name for this row; its advice is the address of the mailbox.",
		flag: 'name',
		placeholder: 'NAME',
		isRequired: true,
		parse: text(100, 'The name'),
	},
	provider: {
		label: 'Email Token Type',
		help: 'Who holds the mailbox.',
		flag: 'provider',
		placeholder: 'microsoft|google|custom',
		choices: ['microsoft', 'google', 'custom'],
		isRequired: true,
		parse: choice(['microsoft', 'google', 'custom']),
	},
	mailbox: {
		label: 'Email Address',
		help: 'The mailbox that signs in. Not the address of an ExtraView user.',
		flag: 'mailbox',
		placeholder: 'ADDRESS',
		isRequired: true,
		parse: parseAddress,
	},
	incoming: {
		label: 'Incoming mail',
		help: 'How EVMail reads the mailbox.',
		flag: 'incoming',
		placeholder: 'imap|pop3|none',
		choices: ['imap', 'pop3', 'none'],
		parse: choice(['imap', 'pop3', 'none']),
	},
	outgoing: {
		label: 'Outgoing mail',
		help: 'How BatchMail sends.',
		flag: 'outgoing',
		placeholder: 'smtp|none',
		choices: ['smtp', 'none'],
		parse: choice(['smtp', 'none']),
	},
	callbackPort: {
		label: 'Callback port',
		help: 'Port on this host where the browser comes back to; part of the redirect URI.',
		flag: 'callback-port',
		placeholder: 'N',
		parse: parsePort,
	},
	flow: {
		label: 'Flow',
		help: 'What sign-in starts with: a browser that comes back, or a code typed on any device.',
		flag: 'flow',
		placeholder: 'browser|device',
		choices: ['browser', 'device'],
		parse: choice(['browser', 'device']),
	},
	tenant: {
		label: 'Tenant ID',
		help: 'Directory (tenant) ID, on the Overview page of the app.',
		flag: 'tenant',
		placeholder: 'ID',
		parse: parseTenant,
	},
	clientId: {
		label: 'Client ID',
		help: 'Application (client) ID, on the Overview page of the app.',
		flag: 'client-id',
		placeholder: 'ID',
		parse: parseClientId,
	},
	secretExpires: {
		label: 'Secret ends',
		help: 'The day in the Expires column beside the secret; mailgrant reminds you before.',
		flag: 'secret-expires',
		placeholder: 'DATE',
		parse: parseDate,
	},
	extraviewUrl: {
		label: 'ExtraView base URL',
		help: 'As users type it, with the instance: https://track.example.com/evj',
		flag: 'extraview-url',
		placeholder: 'URL',
		parse: text => checkExtraviewUrl(text),
	},
	extraview: {
		label: 'For ExtraView',
		help: 'no leaves the steps out that make ExtraView use this grant; yes when empty.',
		flag: 'extraview',
		placeholder: 'yes|no',
		choices: ['yes', 'no'],
		parse: choice(['yes', 'no']),
	},
	testRecipient: {
		label: 'Send the test to',
		help: 'Who gets the test message; the mailbox itself when empty.',
		flag: 'to',
		placeholder: 'ADDRESS',
		parse: parseAddress,
	},
	scope: {
		label: 'Scope',
		help: 'Scopes to ask for, separated by one space.',
		flag: 'scope',
		placeholder: '"…"',
		parse: text(2000, 'The scope'),
	},
	authorizeUrl: {
		label: 'Authorization URL',
		help: 'Where the browser signs in.',
		flag: 'authorize-url',
		placeholder: 'URL',
		parse: parseUrl,
	},
	tokenUrl: {
		label: 'Access Token URL',
		help: 'Where codes and refresh tokens become access tokens.',
		flag: 'token-url',
		placeholder: 'URL',
		parse: parseUrl,
	},
	deviceUrl: {
		label: 'Device URL',
		help: 'Where a device code is asked for (RFC 8628).',
		flag: 'device-url',
		placeholder: 'URL',
		parse: parseUrl,
	},
	metadataUrl: {
		label: 'Metadata URL',
		help: 'The OpenID or OAuth metadata document.',
		flag: 'metadata-url',
		placeholder: 'URL',
		parse: parseUrl,
	},
	imap: {
		label: 'IMAP server',
		help: 'Host and port for incoming mail by IMAP.',
		flag: 'imap',
		placeholder: 'HOST:PORT',
		parse: parseHostPort,
	},
	imapSecurity: {
		label: 'IMAP security',
		help: 'TLS from the first byte, or STARTTLS.',
		flag: 'imap-security',
		...security,
	},
	pop3: {
		label: 'POP3 server',
		help: 'Host and port for incoming mail by POP3.',
		flag: 'pop3',
		placeholder: 'HOST:PORT',
		parse: parseHostPort,
	},
	pop3Security: {
		label: 'POP3 security',
		help: 'TLS from the first byte, or STARTTLS.',
		flag: 'pop3-security',
		...security,
	},
	smtp: {
		label: 'SMTP server',
		help: 'Host and port for outgoing mail.',
		flag: 'smtp',
		placeholder: 'HOST:PORT',
		parse: parseHostPort,
	},
	smtpSecurity: {
		label: 'SMTP security',
		help: 'TLS from the first byte, or STARTTLS.',
		flag: 'smtp-security',
		...security,
	},
	caFile: {
		label: 'CA file',
		help: 'PEM file with certificates to trust beside the usual ones.',
		flag: 'ca-file',
		placeholder: 'FILE',
		parse: text(4096, 'The path'),
	},
	proxy: {
		label: 'Proxy',
		help: 'http://, https:// or socks5:// URL; none for no proxy. Empty: as the environment says.',
		flag: 'proxy',
		placeholder: 'URL',
		parse: parseProxy,
	},
};

/** The services that a grant is for. */
export function protocolsOf(grant: Pick<Grant, 'incoming' | 'outgoing'>): readonly Protocol[] {
	return [
		...(grant.incoming === 'none' ? [] : [grant.incoming]),
		...(grant.outgoing === 'none' ? [] : [grant.outgoing]),
	];
}
