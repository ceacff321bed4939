import type {FieldName} from './grant.js';
import {
	type Parsed,
	parseAddress,
	parseAddresses,
	parseChoice,
	parseClientId,
	parseDate,
	parseFlow,
	parseHostPort,
	parsePort,
	parseProxy,
	parseTenant,
	parseText,
	parseUrl,
} from './parse.js';
import {checkExtraviewUrl} from './providers/extraview-url.js';

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

const security: Pick<Field, 'placeholder' | 'choices' | 'parse'> = {
	placeholder: 'tls|starttls',
	choices: ['tls', 'starttls'],
	parse: parseChoice(['tls', 'starttls']),
};

export const fields: {readonly [Name in FieldName]: Field} = {
	name: {
		label: 'Email Token Name',
		help: "ExtraView's name for this row; its advice is the address of the mailbox.",
		flag: 'name',
		placeholder: 'NAME',
		isRequired: true,
		parse: parseText(100, 'The name'),
	},
	provider: {
		label: 'Email Token Type',
		help: 'Who holds the mailbox.',
		flag: 'provider',
		placeholder: 'microsoft|google|custom',
		choices: ['microsoft', 'google', 'custom'],
		isRequired: true,
		parse: parseChoice(['microsoft', 'google', 'custom']),
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
		parse: parseChoice(['imap', 'pop3', 'none']),
	},
	outgoing: {
		label: 'Outgoing mail',
		help: 'How BatchMail sends.',
		flag: 'outgoing',
		placeholder: 'smtp|none',
		choices: ['smtp', 'none'],
		parse: parseChoice(['smtp', 'none']),
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
		help: 'A browser that comes back, a code typed on any device, or app-only: nobody signs in.',
		flag: 'flow',
		placeholder: 'browser|device|app-only',
		choices: ['browser', 'device', 'app-only'],
		parse: parseFlow,
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
		parse: parseChoice(['yes', 'no']),
	},
	apacheConfig: {
		label: 'Apache configuration',
		help: 'The file that Apache begins with; found by itself when left out.',
		flag: 'apache-config',
		placeholder: 'FILE',
		parse: parseText(4096, 'The path'),
	},
	tomcatWorker: {
		label: 'Tomcat worker',
		help: 'The mod_jk worker of this Tomcat, where several could be meant.',
		flag: 'worker',
		placeholder: 'NAME',
		parse: parseText(200, 'The name of a worker'),
	},
	evmailFile: {
		label: 'EVMail file',
		help: 'File with the properties of EVMail, where they are kept in one.',
		flag: 'evmail-file',
		placeholder: 'FILE',
		parse: parseText(4096, 'The path'),
	},
	batchmailFile: {
		label: 'BatchMail file',
		help: 'File with the properties of BatchMail, such as BatchMail.properties.',
		flag: 'batchmail-file',
		placeholder: 'FILE',
		parse: parseText(4096, 'The path'),
	},
	spoolDirectory: {
		label: 'Spool directory',
		help: 'The directory that BatchMail empties: EMAIL_DIRECTORY, or MAILBOX in Configuration.properties.',
		flag: 'spool',
		placeholder: 'DIR',
		parse: parseText(4096, 'The path'),
	},
	batchmailLog: {
		label: 'BatchMail log',
		help: 'BatchMail’s log, or its directory, such as WEB-INF/BatchMail/logs.',
		flag: 'log',
		placeholder: 'PATH',
		parse: parseText(4096, 'The path'),
	},
	emailFromUserId: {
		label: 'EMAIL_FROM_USER_ID',
		help: 'Default sender of the MAIL business rule, and its Reply-To.',
		flag: 'email-from-user-id',
		placeholder: 'ADDRESS',
		parse: parseAddress,
	},
	emailAdministratorUserId: {
		label: 'EMAIL_ADMINISTRATOR_USER_ID',
		help: 'The administrator’s address.',
		flag: 'email-administrator-user-id',
		placeholder: 'ADDRESS',
		parse: parseAddress,
	},
	adHocEmailFromAddress: {
		label: 'AD_HOC_EMAIL_FROM_ADDRESS',
		help: 'One of the three key From addresses.',
		flag: 'ad-hoc-email-from-address',
		placeholder: 'ADDRESS',
		parse: parseAddress,
	},
	emailFromAddress: {
		label: 'EMAIL_FROM_ADDRESS',
		help: 'Has to be MAILBOX_USER of EVMail, so that replies come back.',
		flag: 'email-from-address',
		placeholder: 'ADDRESS',
		parse: parseAddress,
	},
	otherFromAddresses: {
		label: '* Current User *',
		help: 'Whoever causes the mail, so any user’s own address: some to try, parted by commas.',
		flag: 'other-from-addresses',
		placeholder: 'ADDRESS,…',
		parse: parseAddresses,
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
};
