import {inStep} from '../../checklist/step-id.js';
import type {ProgramId} from '../../export/program.js';
import type {Command} from '../command.js';
import {enumerated} from './enumerated.js';
import {json, watchedOptions} from './options.js';

const programs: readonly ProgramId[] = [
	'msmtp',
	'mbsync',
	'getmail',
	'fetchmail',
	'neomutt',
	'postfix',
	'imapsync',
	'env',
	'json',
];

/** Of tokens, and what keeps and uses them. */
export const tokensCommands: readonly Command[] = [
	{
		name: 'token',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Prints a valid access token and nothing else.',
		notes: [
			'It is refreshed first when it is about to end; of an app-only grant it is asked for again.',
			'Exit code 1 when there is none for a time, 3 when there is none until a person does something, such as signing in again.',
		],
		options: [],
		load: async () => (await import('../token.js')).token,
	},
	{
		name: 'refresh',
		usage: '[NAME…|--all]',
		arguments: {min: 0, max: 1000},
		summary: 'Renews the access tokens that are about to end, once or for good.',
		notes: [
			'Without NAME: those of all grants. Exit code as of token; the worst of all counts.',
			'With --watch it runs until SIGTERM and keeps each token in a file that only its owner may read. The file is named like the grant, with % and two digits for each byte that is no letter, digit or one of @ . _ + -. SIGHUP reads the grants again.',
		],
		options: [
			{name: 'all', help: 'All grants, as without a name.'},
			{
				name: 'force',
				help: `Renews what is not due too, whatever failed before; ${inStep('alive')} of the checklist keeps what came of it.`,
			},
			{
				name: 'quiet',
				help: 'Prints nothing but what fails for the first time; for cron.',
			},
			{name: 'watch', help: 'Keeps every grant fresh until a signal ends it.'},
			...watchedOptions,
			{
				name: 'exec',
				placeholder: 'COMMAND',
				help: 'Run by sh after each renewal, with MAILGRANT_GRANT and MAILGRANT_TOKEN_FILE.',
			},
			{name: 'log', placeholder: 'text|json', help: 'How --watch tells what happens, a line each.'},
			json,
		],
		load: async () => (await import('../refresh.js')).refresh,
	},
	{
		name: 'notify',
		usage: '--to ADDRESS',
		arguments: {min: 0, max: 0},
		summary: 'Names who gets a mail when something needs a person, and tests it.',
		notes: [
			'A renewal that only a person can repair, and what ends in 30, 14 and 7 days and then has ended; each once, and once more when it is right again.',
			'The mail goes through a grant that works and sends by SMTP. refresh --watch sends it, and so does refresh from cron.',
			'Without options: shows who is told and what was told. An empty value takes a setting back.',
		],
		options: [
			{
				name: 'to',
				placeholder: 'ADDRESS',
				isRepeatable: true,
				help: 'Who is told; may be repeated.',
			},
			{name: 'through', placeholder: 'GRANT', help: 'The grant that is tried before all others.'},
			{
				name: 'relay',
				placeholder: 'HOST:PORT',
				help: 'Takes the mail when no grant works, without a sign-in, such as localhost:25.',
			},
			{name: 'from', placeholder: 'ADDRESS', help: 'Sender of what goes by the relay.'},
			{name: 'test', help: 'Sends a real message now, and says through which grant.'},
			{name: 'off', help: 'Nobody is told any more.'},
			json,
		],
		load: async () => (await import('../notify.js')).notify,
	},
	{
		name: 'service',
		usage: '[--install|--remove|--run …]',
		arguments: {min: 0, max: 1000},
		summary: 'Prints, installs or removes the units that run refresh --watch.',
		notes: [
			'Without --install, --remove and --run it prints what would be written, and changes nothing. The service has a user of its own; its settings and secrets are in /var/lib/mailgrant, its token files in /run/mailgrant, where its group may read them.',
			'With --config, a directory is used where it is, by its owner. For hosts without systemd: --cron.',
		],
		options: [
			{
				name: 'install',
				help: 'Writes the units, makes user and key, starts the service. For root.',
			},
			{name: 'remove', help: 'Ends the service and removes its units. Settings and secrets stay.'},
			{
				name: 'run',
				help: 'Runs mailgrant with what follows as the service, with its key: --run -- sign-in NAME',
			},
			{name: 'dry-run', help: 'Only prints, whatever else is said.'},
			{name: 'force', help: 'Also replaces or removes what was edited by hand, and keeps a copy.'},
			{name: 'cron', help: 'A table for cron instead of units; the directory stays where it is.'},
			{
				name: 'from',
				placeholder: 'DIR',
				help: 'With --install: moves these settings and secrets to the service.',
			},
			{name: 'readers', placeholder: 'GROUP', help: 'The group that may read the token files.'},
			{name: 'user', placeholder: 'USER', help: 'Who runs it; mailgrant when left out.'},
			{name: 'group', placeholder: 'GROUP', help: 'Its group; mailgrant, or that of the user.'},
			{
				name: 'key-file',
				placeholder: 'FILE',
				help: 'What systemd hands out as the key; /etc/mailgrant/key when left out. One that ends in .cred was made by systemd-creds encrypt.',
			},
			{name: 'exec', placeholder: 'COMMAND', help: 'As of refresh --watch.'},
			{name: 'log', placeholder: 'text|json', help: 'As of refresh --watch.'},
			{
				name: 'prometheus',
				placeholder: 'FILE',
				help: 'Adds a timer that writes FILE every five minutes, as status --prometheus does.',
			},
			{
				name: 'root',
				placeholder: 'DIR',
				help: 'Takes DIR for the root directory, as packagers do; nothing is started.',
			},
			json,
		],
		load: async () => (await import('../service.js')).service,
	},
	{
		name: 'export',
		usage: 'NAME --for PROGRAM',
		words: {PROGRAM: programs},
		arguments: {min: 1, max: 1},
		summary: 'Writes the configuration that makes another program use a grant.',
		notes: [
			`PROGRAM is ${enumerated(programs)}.`,
			'No token is in it: the program asks for one with mailgrant token. What has to be known beside it is told on standard error.',
		],
		options: [
			{name: 'for', placeholder: 'PROGRAM', help: 'Which program it is for.'},
			{
				name: 'verify',
				help: 'Runs the program with it, in a private directory: it signs in, and msmtp and neomutt send a message.',
			},
			{name: 'out', placeholder: 'FILE', help: 'Writes it into a new file that only you can read.'},
			json,
		],
		load: async () => (await import('../export.js')).exportGrant,
	},
];
