import type {Command} from '../command.js';
import {fieldOption, fieldOptions, json, secretOption} from './options.js';

/** Of one mailbox: how it is reached, and whether it works. */
export const grantsCommands: readonly Command[] = [
	{
		name: 'add',
		usage: 'NAME --provider ID --mailbox ADDRESS',
		words: {NAME: []},
		arguments: {min: 1, max: 1},
		summary: 'Adds a grant: a mailbox and the way to its tokens.',
		notes: [
			'The client secret is asked for on a terminal, without echo; it is never an argument.',
			'All that is wrong is said at once, and nothing is kept then.',
		],
		options: [...fieldOptions, secretOption, json],
		load: async () => (await import('../add.js')).add,
	},
	{
		name: 'certificate',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Shows, makes or imports the certificate of an app-only grant.',
		notes: [
			'For Microsoft. The private key stays in the encrypted store and is never printed.',
			'Without --make and --import: shows what is there.',
		],
		options: [
			{name: 'make', help: 'Makes a key of 3,072 bits and a certificate for it.'},
			{name: 'days', placeholder: 'N', help: 'How long it lasts; 365 when left out.'},
			{name: 'import', placeholder: 'FILE', help: 'Takes certificate and key from a PEM file.'},
			{name: 'key', placeholder: 'FILE', help: 'With --import: the key, where it is in its own.'},
			{name: 'replace', help: 'Puts it in the place of the one that is there.'},
			{name: 'out', placeholder: 'FILE', help: 'Writes the certificate into a new file.'},
			json,
		],
		load: async () => (await import('../certificate.js')).certificate,
	},
	{
		name: 'service-account',
		usage: 'NAME --stdin|FILE',
		arguments: {min: 1, max: 2},
		summary: 'Keeps the key of a Google service account, for an app-only grant.',
		notes: [
			'Shows the Unique ID and the scope that domain-wide delegation is given; without FILE of the key that is there.',
		],
		options: [{name: 'stdin', help: 'Reads the JSON from standard input.'}, json],
		load: async () => (await import('../service-account.js')).serviceAccount,
	},
	{
		name: 'list',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Lists the grants and how far each has come.',
		options: [{name: 'names', help: 'Prints the names alone, one a line.'}, json],
		load: async () => (await import('../list.js')).list,
	},
	{
		name: 'status',
		usage: '[NAME]',
		arguments: {min: 0, max: 1},
		summary: 'Shows every step of a grant, or of all, as it was last found.',
		notes: [
			'Asks nobody. Exit code 1 when a step has failed.',
			'Also what ends and when: secrets, certificates, sign-ins.',
		],
		options: [
			{
				name: 'monitor',
				help: 'One line as Nagios plug-ins print it; exit code 0, 1 from 30 days before an end, 2 from 7 days, when a step has failed or a renewal needs a person, 3 without a grant.',
			},
			{
				name: 'prometheus',
				placeholder: 'FILE',
				help: 'Writes FILE, ending in .prom, for a textfile collector.',
			},
			json,
		],
		load: async () => (await import('../status.js')).status,
	},
	{
		name: 'check',
		usage: '[NAME]',
		arguments: {min: 0, max: 1},
		summary: 'Checks hosts, certificates, IDs and secret; needs no sign-in.',
		options: [json],
		load: async () => (await import('../check.js')).check,
	},
	{
		name: 'sign-in',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Signs the mailbox in, by browser, pasted address or device code.',
		notes: [
			'Of an app-only grant nobody signs in: it gets a token at once.',
			'Prints the address to open, and waits for the browser to come back. The address on which it ended can be pasted as a line; whichever comes first counts.',
		],
		options: [
			{
				name: 'flow',
				placeholder: 'browser|device',
				help: 'What it starts with, whatever the grant says; device also prints a code.',
			},
			json,
		],
		load: async () => (await import('../sign-in.js')).signIn,
	},
	{
		name: 'test',
		usage: '[NAME…|--all]',
		arguments: {min: 0, max: 1000},
		summary: 'Opens the mailbox and sends a real message, with the token.',
		notes: ['Without --incoming and --outgoing: both, as far as the grant has them.'],
		options: [
			{name: 'all', help: 'Tests every grant.'},
			{name: 'incoming', help: 'Opens the mailbox.'},
			{name: 'outgoing', help: 'Sends a message.'},
			{name: 'round-trip', help: 'Sends a message and waits until it is in the mailbox.'},
			fieldOption('testRecipient'),
			json,
		],
		load: async () => (await import('../test.js')).test,
	},
];
