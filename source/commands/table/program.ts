import type {Command} from '../command.js';
import {enumerated} from './enumerated.js';
import {json, surfaceOptions} from './options.js';

const shells = ['bash', 'zsh', 'fish'];

export const explain: Command = {
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
	load: async () => (await import('../explain.js')).explain,
};

/** Of the program itself, and what is read of it. */
export const programCommands: readonly Command[] = [
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
		load: async () => (await import('../practice.js')).practice,
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
		load: async () => (await import('../report.js')).report,
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
		load: async () => (await import('../completion.js')).completion,
	},
	{
		name: 'man',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Prints the manual page: mailgrant man | man -l -',
		options: [],
		load: async () => (await import('../man.js')).man,
	},
];
