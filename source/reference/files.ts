/** What lies in the directory of settings, with what is in it; the README and the manual page say the same. */
export const files: readonly (readonly [name: string, content: string])[] = [
	[
		'grants.json',
		'grants, what was proved of them and when, unfinished texts, what was carried over; no secrets',
	],
	[
		'secrets.enc',
		'client secrets, private keys, a sign-in that waits, pasted properties of tasks; encrypted with AES-256-GCM',
	],
	[
		'key.json',
		'where the key comes from, once it was not always the file `key`; no secret, but a passphrase is of no use without it',
	],
	[
		'audit.log, audit.log.1 to .4',
		'who used which secret, when, by which command and for what; no secret',
	],
	[
		'tokens/',
		'the tokens of each grant, why they could not be renewed, and a copy of each access token that is given without all else being read; encrypted likewise (the copy with ChaCha20-Poly1305)',
	],
	['key', 'the key of both, unless it comes from elsewhere'],
	[
		'notify.json',
		'who is told by mail, and what was told, where the store is not shared; no secret',
	],
	['instances.json', 'what was answered about properties of an ExtraView instance'],
	['store.json', 'which store is used, where it is not the one in this directory'],
	['store.key', 'the key of a store that hosts share'],
	['spool/', 'tokens on their way to a store that hosts share; encrypted'],
];
