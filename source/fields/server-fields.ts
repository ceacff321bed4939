import type {FieldName} from '../grant.js';
import {parseChoice, parseHostPort, parseProxy, parseText, parseUrl} from '../parse.js';
import type {Field} from './field.js';

const security: Pick<Field, 'placeholder' | 'choices' | 'parse'> = {
	placeholder: 'tls|starttls',
	choices: ['tls', 'starttls'],
	parse: parseChoice(['tls', 'starttls']),
};

/** What takes the place of what the provider says: scope, addresses, hosts, and the way to them. */
export const serverFields = {
	scope: {
		label: 'Scope',
		help: 'Scopes to ask for, separated by one space.',
		flag: 'scope',
		placeholder: '"…"',
		parse: parseText(2000, 'The scope'),
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
		parse: parseText(4096, 'The path'),
	},
	proxy: {
		label: 'Proxy',
		help: 'http://, https:// or socks5:// URL; none for no proxy. Empty: as the environment says.',
		flag: 'proxy',
		placeholder: 'URL',
		parse: parseProxy,
	},
} satisfies Partial<Record<FieldName, Field>>;
