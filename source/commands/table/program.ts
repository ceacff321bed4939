import type {Command} from '../command.js';
import {json, surfaceOptions} from './options.js';

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

/** Of the program itself. */
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
];
