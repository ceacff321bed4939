import {type FieldName, fields} from '../grant.js';
import type {Command, Option} from './command.js';

/** Understood by every command, before or after its name. */
export const globalOptions: readonly Option[] = [
	{
		name: 'config',
		placeholder: 'DIR',
		help: 'Directory of settings and secrets, else MAILGRANT_CONFIG, else ~/.config/mailgrant.',
	},
	{name: 'timeout', placeholder: 'SECONDS', help: 'Deadline of each wait; 10 when left out.'},
	{name: 'help', help: 'Shows how the program, or a command, is used.'},
	{name: 'version', help: 'Shows the version.'},
];

const json: Option = {name: 'json', help: 'Prints JSON, and nothing else, on standard output.'};

const fieldOption = (field: FieldName): Option => {
	const {flag, placeholder, help} = fields[field];
	return {name: flag, placeholder, help};
};

const fieldOptions: readonly Option[] = (Object.keys(fields) as FieldName[])
	.filter(field => field !== 'name')
	.map(fieldOption);

export const commands: readonly Command[] = [
	{
		name: 'add',
		usage: 'NAME --provider ID --mailbox ADDRESS',
		arguments: {min: 1, max: 1},
		summary: 'Adds a grant: a mailbox and the way to its tokens.',
		notes: [
			'The client secret is asked for on a terminal, without echo; it is never an argument.',
			'All that is wrong is said at once, and nothing is kept then.',
		],
		options: [
			...fieldOptions,
			{name: 'client-secret-stdin', help: 'Reads the client secret from standard input.'},
			json,
		],
		load: async () => (await import('./add.js')).add,
	},
	{
		name: 'list',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Lists the grants and how far each has come.',
		options: [json],
		load: async () => (await import('./list.js')).list,
	},
	{
		name: 'status',
		usage: '[NAME]',
		arguments: {min: 0, max: 1},
		summary: 'Shows every step of a grant, or of all, as it was last found.',
		notes: ['Asks nobody. Exit code 1 when a step has failed.'],
		options: [json],
		load: async () => (await import('./status.js')).status,
	},
	{
		name: 'check',
		usage: '[NAME]',
		arguments: {min: 0, max: 1},
		summary: 'Checks hosts, certificates, IDs and secret; needs no sign-in.',
		options: [json],
		load: async () => (await import('./check.js')).check,
	},
	{
		name: 'sign-in',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Signs the mailbox in, by browser, pasted address or device code.',
		notes: [
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
		load: async () => (await import('./sign-in.js')).signIn,
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
		load: async () => (await import('./test.js')).test,
	},
	{
		name: 'token',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Prints a valid access token and nothing else.',
		notes: ['It is refreshed first when it is about to end.'],
		options: [],
		load: async () => (await import('./token.js')).token,
	},
	{
		name: 'mounts',
		usage: '[NAME]',
		arguments: {min: 0, max: 1},
		summary: 'Says whether this host’s Apache passes ExtraView’s redirect URI to Tomcat.',
		notes: [
			'Reads the configuration with all its includes, and changes nothing without --apply.',
			'Without NAME: for the base URLs of all grants.',
		],
		options: [
			{
				name: 'apache-config',
				placeholder: 'FILE',
				help: 'The file that Apache begins with; found by itself when left out.',
			},
			fieldOption('extraviewUrl'),
			{
				name: 'worker',
				placeholder: 'NAME',
				help: 'The mod_jk worker of this Tomcat, where several could be meant.',
			},
			{
				name: 'apply',
				help: 'Writes the missing lines, after a typed word, with a backup and a test.',
			},
			{name: 'yes', help: 'Asks nothing before it writes; for scripts.'},
			{name: 'reload', help: 'Lets Apache reload after the lines were written.'},
			json,
		],
		load: async () => (await import('./mounts.js')).mounts,
	},
	{
		name: 'probe',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Asks for ExtraView’s redirect URI and says who answers.',
		options: [json],
		load: async () => (await import('./probe.js')).probe,
	},
	{
		name: 'remove',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Removes a grant and its secrets from this host.',
		options: [{name: 'yes', help: 'Does not ask for the name to be typed; for scripts.'}],
		load: async () => (await import('./remove.js')).remove,
	},
	{
		name: 'practice',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Opens the screens against practice servers on this machine.',
		notes: ['Nothing leaves the machine, and nothing of it is kept.'],
		options: [
			{
				name: 'serve',
				help: 'Runs only the servers, until a signal ends it; prints one line of JSON about them.',
			},
		],
		load: async () => (await import('./practice.js')).practice,
	},
];

/** Without a command: the screens. */
export const screens: Command = {
	name: '',
	usage: '',
	arguments: {min: 0, max: 0},
	summary: 'Opens the full-screen checklist.',
	options: [],
	load: async () => (await import('./screens.js')).screens,
};

export const findCommand = (name: string): Command | undefined =>
	commands.find(command => command.name === name);
