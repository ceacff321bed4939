import type {Command} from '../command.js';
import {fieldOptions, json, secretOption} from './options.js';

/** Of what is kept: grants, secrets, their store. */
export const keepingCommands: readonly Command[] = [
	{
		name: 'edit',
		usage: 'NAME --FIELD VALUE…',
		arguments: {min: 1, max: 1},
		summary: 'Changes fields of a grant and says which proofs no longer hold.',
		notes: [
			'With --client-secret-stdin a terminal asks for the client secret, without echo.',
			'An empty value removes a field, or gives it what a new grant has: --tenant ""',
			'All that is wrong is said at once, and nothing is changed then.',
		],
		options: [...fieldOptions, secretOption, json],
		load: async () => (await import('../edit.js')).edit,
	},
	{
		name: 'copy',
		usage: 'FROM TO',
		arguments: {min: 2, max: 2},
		summary: 'Adds a grant with the settings of another, without its secrets.',
		notes: [
			'Tokens and proofs are not copied either; the callback port is one that no grant has yet.',
		],
		options: [json],
		load: async () => (await import('../copy.js')).copy,
	},
	{
		name: 'rename',
		usage: 'FROM TO',
		arguments: {min: 2, max: 2},
		summary: 'Gives a grant another name; secrets and proofs go with it.',
		notes: ['ExtraView and its tasks keep the old name until it is changed there too.'],
		options: [json],
		load: async () => (await import('../rename.js')).rename,
	},
	{
		name: 'store',
		usage: 'ACTION',
		arguments: {min: 1, max: 2},
		summary: 'Makes, moves and shows the store, which several hosts can share.',
		notes: [
			'status: where the store is and who uses it. migrate: makes or updates the schema in PostgreSQL. roles: the SQL that its DBA runs once.',
			'copy: all grants and secrets from one store to another, encrypted with that one’s key; all or nothing. use STORE: keeps which store is used when nobody names one.',
			'No password stands in an address: ~/.pgpass, the systemd credential mailgrant-store-password, or a certificate of the client.',
		],
		options: [
			{name: 'dry-run', help: 'With migrate: prints the SQL, and runs nothing of it.'},
			{name: 'from', placeholder: 'STORE', help: 'With copy: local, or an address.'},
			{name: 'to', placeholder: 'STORE', help: 'With copy: the same.'},
			{
				name: 'replace',
				help: 'With copy: takes the place of grants of the same name, with their secrets.',
			},
			json,
		],
		load: async () => (await import('../store.js')).store,
	},
	{
		name: 'audit',
		usage: '[NAME]',
		arguments: {min: 0, max: 1},
		summary: 'Shows who used which secret, when and for what.',
		notes: [
			'No secret is in it. It is kept in audit.log, and in four older files of 1 MB.',
			'It is of this host: each host that shares a store keeps its own.',
		],
		options: [json],
		load: async () => (await import('../audit.js')).audit,
	},
	{
		name: 'rekey',
		usage: '--new|--passphrase|--key-file FILE',
		arguments: {min: 0, max: 0},
		summary: 'Encrypts the secrets with another key.',
		notes: [
			'Stopped at any moment, the secrets open with the old key or with the new one. The file "key" goes when the new key is elsewhere; older backups of the directory need it.',
		],
		options: [
			{name: 'new', help: 'A random key in the file "key" of the directory.'},
			{
				name: 'key-file',
				placeholder: 'FILE',
				help: 'The key in FILE, 32 bytes in base64; made if FILE is not there.',
			},
			{name: 'credential', help: 'The systemd credential mailgrant-key of this process.'},
			{name: 'passphrase', help: 'A passphrase, asked for twice without echo.'},
			{name: 'passphrase-stdin', help: 'Reads the new passphrase from standard input.'},
		],
		load: async () => (await import('../rekey.js')).rekey,
	},
	{
		name: 'backup',
		usage: 'FILE',
		arguments: {min: 1, max: 1},
		summary: 'Writes all grants and secrets into one encrypted file.',
		notes: [
			'Under a passphrase of its own. It takes no place of another file.',
			'Refresh tokens that are good for one use serve only one of two hosts: stop the old one.',
		],
		options: [{name: 'passphrase-stdin', help: 'Reads its passphrase from standard input.'}],
		load: async () => (await import('../backup.js')).backup,
	},
	{
		name: 'restore',
		usage: 'FILE',
		arguments: {min: 1, max: 1},
		summary: 'Brings back what such a file holds, all or nothing.',
		notes: ['The secrets get the key of this host.'],
		options: [
			{name: 'list', help: 'Shows what it would bring, and changes nothing.'},
			{name: 'replace', help: 'Takes the place of grants of the same name, with their secrets.'},
			{name: 'passphrase-stdin', help: 'Reads its passphrase from standard input.'},
			json,
		],
		load: async () => (await import('../restore.js')).restore,
	},
	{
		name: 'remove',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Removes a grant and its secrets from this host.',
		options: [{name: 'yes', help: 'Does not ask for the name to be typed; for scripts.'}],
		load: async () => (await import('../remove.js')).remove,
	},
];
