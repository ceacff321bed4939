import type {FieldName} from '../grant.js';
import {parseAddress, parseAddresses, parseChoice, parseText} from '../parse.js';
import {checkExtraviewUrl} from '../providers/extraview-url.js';
import type {Field} from './field.js';

/** Where ExtraView is, what of it lies on this host, and its From addresses. */
export const extraviewFields = {
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
} satisfies Partial<Record<FieldName, Field>>;
