/** The task whose properties they are. */
export type Task = 'evmail' | 'batchmail';

/** A key that pages of ExtraView's manual show. All others are read from the admin's own text. */
export type KnownKey = {
	readonly key: string;
	readonly tasks: readonly Task[];
	/** One sentence. */
	readonly about: string;
};

/** The manual's appendix with the mailbox settings is not public: these are all the names that were seen. */
export const knownKeys: readonly KnownKey[] = [
	{
		key: 'MAILBOX_TYPE',
		tasks: ['evmail'],
		about: 'Kind of mailbox; the task editor shows sample properties for each.',
	},
	{
		key: 'MAILBOX_USER',
		tasks: ['evmail'],
		about:
			'The mailbox account. It equals the behavior setting EMAIL_FROM_ADDRESS and is no end user’s address.',
	},
	{
		key: 'EVMAIL_BODY_UDF',
		tasks: ['evmail'],
		about: 'Field that takes the body when an issue is created, typically DESCRIPTION.',
	},
	{
		key: 'EVMAIL_BODY_HTML_UDF',
		tasks: ['evmail'],
		about: 'The same for a body in HTML.',
	},
	{
		key: 'EVMAIL_BODY_UPDATE_UDF',
		tasks: ['evmail'],
		about: 'Field that takes the body when an issue is updated, typically COMMENTS.',
	},
	{key: 'ALLOW_ENCRYPTION', tasks: ['batchmail'], about: 'Whether mail is encrypted; NO.'},
	{
		key: 'CHECK_CONNECTION_PAUSE',
		tasks: ['batchmail'],
		about: 'Seconds to wait for the mail server before there is no connection; 30.',
	},
	{
		key: 'ENCRYPTION_DIR',
		tasks: ['batchmail'],
		about: 'Where the encryption program is; absolute, or relative to WEB-INF.',
	},
	{
		key: 'ENCRYPTION_SCRIPT',
		tasks: ['batchmail'],
		about: 'Script that makes the encrypted mail, such as scripts/encrypt.sh.',
	},
	{
		key: 'ENCRYPTED_TO_STANDARD_OUT',
		tasks: ['batchmail'],
		about: 'Whether the result is read from standard output or from the file.',
	},
	{
		key: 'FORCE_DIRECTORY_RELOAD',
		tasks: ['batchmail'],
		about: 'Reads the directory anew each time; for NFS.',
	},
	{
		key: 'ERROR_NOTIFICATION_WARNING',
		tasks: ['evmail', 'batchmail'],
		about:
			'Longest idle time, in MINUTES or MISSED_POLLS, before users with the ADMIN role get a warning; the warning is itself a mail.',
	},
	{
		key: 'ERROR_NOTIFICATION_REMINDER',
		tasks: ['evmail', 'batchmail'],
		about: 'In the same notation as ERROR_NOTIFICATION_WARNING.',
	},
];

export const keysOf = (task: Task): readonly string[] =>
	knownKeys.filter(({tasks}) => tasks.includes(task)).map(({key}) => key);

/** What of the grant a property may hold. `keep`: nothing of it; the value stays. */
export const meanings = ['keep', 'mailbox', 'token-name', 'host', 'port', 'host-and-port'] as const;
export type Meaning = (typeof meanings)[number];

/** The words of a key: MAIL_SERVER_HOST, mail.smtp.host and smtpHost have them apart. */
export const wordsOf = (key: string): readonly string[] =>
	key
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter(word => word !== '');

const secretWords =
	/^(?:pass|passwd|password|passphrase|pwd|secret|credentials?|apikey|privatekey)$/;

/** Whether it holds a password or the like: nothing of a grant ever goes there. */
export function isPasswordKey(key: string): boolean {
	const words = wordsOf(key);
	if (words.some(word => secretWords.test(word) || /(?:password|passwd|secret)$/.test(word))) {
		return true;
	}
	return (
		words.includes('key') && words.some(word => /^(?:api|access|private|encryption)$/.test(word))
	);
}

/** Whether a value must not be shown: a password, or a token that is not just named. */
export function isSecretKey(key: string): boolean {
	const words = wordsOf(key);
	if (isPasswordKey(key)) return true;
	return words.some(word => /^[a-z]*tokens?$/.test(word)) && !words.includes('name');
}

/** What a key that no page shows probably is, by its words; undefined when nothing speaks for anything. */
export function guessMeaning(key: string, value: string): Meaning | undefined {
	const words = wordsOf(key);
	const has = (...any: readonly string[]) => any.some(word => words.includes(word));
	if (has('path', 'dir', 'directory', 'file', 'script', 'role', 'proxy')) return undefined;
	if (isPasswordKey(key)) return undefined;
	if (has('token')) {
		// The name of a token is no secret; an address there, or nothing yet, speaks for a name.
		return has('name') || /^$|^\S+@\S+\.\S+$/.test(value.trim()) ? 'token-name' : undefined;
	}
	if (has('port')) return /^\d*$/.test(value.trim()) ? 'port' : undefined;
	if (has('host', 'hostname', 'server')) {
		if (/^[\w.-]+:\d+$/.test(value.trim())) return 'host-and-port';
		return /^[\w.-]*$/.test(value.trim()) ? 'host' : undefined;
	}
	if (has('user', 'username', 'login', 'account') && /^$|@/.test(value.trim())) return 'mailbox';
	return undefined;
}
