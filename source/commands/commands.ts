import {inStep} from '../checklist/step-id.js';
import type {ProgramId} from '../export/program.js';
import {fields} from '../fields.js';
import type {FieldName} from '../grant.js';
import type {SaidStep} from '../tasks/say-step.js';
import type {Command, Option} from './command.js';

/** Understood by every command, before or after its name. */
export const globalOptions: readonly Option[] = [
	{
		name: 'config',
		placeholder: 'DIR',
		help: 'Directory of settings and secrets, else MAILGRANT_CONFIG, else ~/.config/mailgrant.',
	},
	{
		name: 'store',
		placeholder: 'STORE',
		help: 'local, or postgres://USER@HOST/DATABASE; else MAILGRANT_STORE, else what store use has kept.',
	},
	{
		name: 'passphrase-fd',
		placeholder: 'N',
		help: 'Reads the passphrase of the secrets from descriptor N, where they have one.',
	},
	{name: 'timeout', placeholder: 'SECONDS', help: 'Deadline of each wait; 10 when left out.'},
	{name: 'help', help: 'Shows how the program, or a command, is used.'},
	{name: 'version', help: 'Shows the version.'},
];

/** Of the checklist, and of practice. */
const surfaceOptions: readonly Option[] = [
	{name: 'plain', help: 'The checklist, or practice, as questions and answers, line by line.'},
	{
		name: 'screen-reader',
		help: 'The checklist, or practice, whole and in the order of reading, as with INK_SCREEN_READER=true.',
	},
];

const json: Option = {name: 'json', help: 'Prints JSON, and nothing else, on standard output.'};

/** Of the watcher's token files. */
const watchedOptions: readonly Option[] = [
	{
		name: 'token-dir',
		placeholder: 'DIR',
		help: 'Where --watch keeps the tokens; else RUNTIME_DIRECTORY, else mailgrant below XDG_RUNTIME_DIR.',
	},
	{
		name: 'token-owner',
		placeholder: 'USER[:GROUP]',
		help: 'Whose the token files are. A group may read them.',
	},
];

const fieldOption = (field: FieldName): Option => {
	const {flag, placeholder, help} = fields[field];
	return {name: flag, placeholder, help};
};

const fieldOptions: readonly Option[] = (Object.keys(fields) as FieldName[])
	.filter(field => field !== 'name')
	.map(fieldOption);

const secretOption: Option = {
	name: 'client-secret-stdin',
	help: 'Reads the client secret from standard input.',
};

const fromOption: Option = {
	name: 'from',
	placeholder: 'ADDRESS',
	isRepeatable: true,
	help: 'A From address, or SETTING=ADDRESS with the name of ExtraView’s setting; may be repeated.',
};

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

const saidSteps: readonly SaidStep[] = [
	'instance',
	'web-server',
	'register',
	'redirect',
	'token-form',
	'evmail',
	'batchmail',
	'senders',
];

const shells = ['bash', 'zsh', 'fish'];

const enumerated = (words: readonly string[]) =>
	`${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

export const commands: readonly Command[] = [
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
		load: async () => (await import('./add.js')).add,
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
		load: async () => (await import('./certificate.js')).certificate,
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
		load: async () => (await import('./service-account.js')).serviceAccount,
	},
	{
		name: 'list',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Lists the grants and how far each has come.',
		options: [{name: 'names', help: 'Prints the names alone, one a line.'}, json],
		load: async () => (await import('./list.js')).list,
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
		notes: [
			'It is refreshed first when it is about to end; of an app-only grant it is asked for again.',
			'Exit code 1 when there is none for a time, 3 when there is none until a person does something, such as signing in again.',
		],
		options: [],
		load: async () => (await import('./token.js')).token,
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
		load: async () => (await import('./refresh.js')).refresh,
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
		load: async () => (await import('./notify.js')).notify,
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
		load: async () => (await import('./service.js')).service,
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
		load: async () => (await import('./export.js')).exportGrant,
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
			fieldOption('apacheConfig'),
			fieldOption('extraviewUrl'),
			fieldOption('tomcatWorker'),
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
		name: 'values',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Shows what to type into ExtraView’s form for a token, field by field.',
		notes: ['The client secret is never printed; --copy 6 copies it.'],
		options: [{name: 'copy', placeholder: 'N', help: 'Copies field N, 1 to 9, instead.'}, json],
		load: async () => (await import('./values.js')).values,
	},
	{
		name: 'handoff',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Writes the sheet for whoever administers the mail service.',
		notes: [
			'What to register, allow, switch on and send back; no secret is in it.',
			'Without --from the From addresses of the grant are in it.',
		],
		options: [fromOption, {name: 'copy', help: 'Copies the sheet instead of printing it.'}, json],
		load: async () => (await import('./handoff.js')).handoff,
	},
	{
		name: 'properties',
		usage: 'NAME --task evmail|batchmail [FILE]',
		arguments: {min: 1, max: 2},
		summary: 'Checks the properties of EVMail or BatchMail and proposes values.',
		notes: [
			'Reads FILE, or standard input without it. Nothing is changed without --write.',
			'Only keys that the manual shows, and keys that were answered for, are changed.',
		],
		options: [
			{name: 'task', placeholder: 'evmail|batchmail', help: 'Whose properties they are.'},
			{name: 'write', help: 'Writes FILE, and keeps the old one beside it.'},
			{name: 'copy', help: 'Copies the new text, to be pasted into the task editor.'},
			{
				name: 'answer',
				placeholder: 'KEY=MEANING,…',
				isRepeatable: true,
				help: 'Says what a key is: keep, mailbox, token-name, host, port or host-and-port. It is remembered for the instance.',
			},
			fieldOption('emailFromAddress'),
			fieldOption('spoolDirectory'),
			fieldOption('batchmailLog'),
			{name: 'template', help: 'Prints a template, for want of the task’s own text.'},
			json,
		],
		load: async () => (await import('./properties.js')).properties,
	},
	{
		name: 'senders',
		usage: 'NAME --to ADDRESS [--from ADDRESS…]',
		arguments: {min: 1, max: 1},
		summary: 'Sends a message from each From address and says which may be used.',
		notes: [
			'Sent to the mailbox itself, the delivered messages are looked at too.',
			'Without --from the address of the mailbox is tried.',
		],
		options: [
			fromOption,
			{name: 'to', placeholder: 'ADDRESS', help: 'Who gets the messages.'},
			json,
		],
		load: async () => (await import('./senders.js')).senders,
	},
	{
		name: 'say',
		usage: 'NAME STEP',
		words: {STEP: saidSteps},
		arguments: {min: 2, max: 2},
		summary: 'Keeps your word that a step is done which can’t be proved from here.',
		notes: [`STEP is ${enumerated(saidSteps)}; web-server wants a reason.`],
		options: [
			{name: 'reason', placeholder: 'TEXT', help: 'Stands beside the step in the checklist.'},
			{name: 'undo', help: 'Takes it back.'},
			json,
		],
		load: async () => (await import('./say.js')).say,
	},
	{
		name: 'explain',
		usage: '[TEXT…]',
		arguments: {min: 0, max: 10_000},
		summary: 'Says what a failure means: of a message, an address or a whole log.',
		notes: [
			'Reads TEXT, or standard input without it: mailgrant explain < FILE. Of a log each failure is told once. Asks nobody; exit code 1 when nothing is found.',
			'TEXT that begins with a hyphen goes behind two: mailgrant explain -- "-ERR …"',
		],
		options: [
			{
				name: 'provider',
				placeholder: 'microsoft|google|custom',
				help: 'Who speaks, where the words do not give it away.',
			},
			json,
		],
		load: async () => (await import('./explain.js')).explain,
	},
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
		load: async () => (await import('./edit.js')).edit,
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
		load: async () => (await import('./copy.js')).copy,
	},
	{
		name: 'rename',
		usage: 'FROM TO',
		arguments: {min: 2, max: 2},
		summary: 'Gives a grant another name; secrets and proofs go with it.',
		notes: ['ExtraView and its tasks keep the old name until it is changed there too.'],
		options: [json],
		load: async () => (await import('./rename.js')).rename,
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
		load: async () => (await import('./store.js')).store,
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
		load: async () => (await import('./audit.js')).audit,
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
		load: async () => (await import('./rekey.js')).rekey,
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
		load: async () => (await import('./backup.js')).backup,
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
		load: async () => (await import('./restore.js')).restore,
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
			{
				name: 'fault',
				placeholder: 'ID',
				help: 'Lets the servers do something wrong from the start; f on the checklist changes it.',
			},
			{name: 'faults', help: 'Lists the IDs for --fault, each with what is explained then.'},
			...surfaceOptions,
		],
		load: async () => (await import('./practice.js')).practice,
	},
	{
		name: 'report',
		usage: '[FILE]',
		arguments: {min: 0, max: 1},
		summary: 'Writes what helps others to see what is wrong here, without secrets.',
		notes: [
			'One file with versions, terminal, grants, what was found of each step, and the last failures; mailgrant-report-DAY.txt when no FILE is named, standard output for -.',
			'Addresses, hosts and IDs are in it: read it before you send it.',
		],
		options: [],
		load: async () => (await import('./report.js')).report,
	},
	{
		name: 'completion',
		usage: 'SHELL',
		words: {SHELL: shells},
		arguments: {min: 1, max: 1},
		summary: 'Prints what lets a shell complete commands, options and grant names.',
		notes: [
			`SHELL is ${enumerated(shells)}.`,
			'For bash, in ~/.bashrc: source <(mailgrant completion bash)',
			'For zsh, in ~/.zshrc after compinit: source <(mailgrant completion zsh)',
			'For fish: mailgrant completion fish > ~/.config/fish/completions/mailgrant.fish',
		],
		options: [],
		load: async () => (await import('./completion.js')).completion,
	},
	{
		name: 'man',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Prints the manual page: mailgrant man | man -l -',
		options: [],
		load: async () => (await import('./man.js')).man,
	},
];

/** Without a command: the screens. */
export const screens: Command = {
	name: '',
	usage: '',
	arguments: {min: 0, max: 0},
	summary: 'Opens the full-screen checklist.',
	options: surfaceOptions,
	load: async () => (await import('./screens.js')).screens,
};

/** Started by the program itself. */
const parts: readonly Command[] = [
	{
		name: 'look-after',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Looks at grants for refresh --watch, which starts it.',
		options: watchedOptions,
		isPartOf: 'refresh',
		load: async () => (await import('./look-after.js')).lookAfter,
	},
];

export const findCommand = (name: string): Command | undefined =>
	[...commands, ...parts].find(command => command.name === name);
