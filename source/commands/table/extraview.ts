import {saidSteps} from '../../checklist/said-step.js';
import type {Command} from '../command.js';
import {enumerated} from './enumerated.js';
import {fieldOption, fromOption, json} from './options.js';

/** Of ExtraView’s side. */
export const extraviewCommands: readonly Command[] = [
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
		load: async () => (await import('../mounts.js')).mounts,
	},
	{
		name: 'probe',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Asks for ExtraView’s redirect URI and says who answers.',
		options: [json],
		load: async () => (await import('../probe.js')).probe,
	},
	{
		name: 'values',
		usage: 'NAME',
		arguments: {min: 1, max: 1},
		summary: 'Shows what to type into ExtraView’s form for a token, field by field.',
		notes: ['The client secret is never printed; --copy 6 copies it.'],
		options: [{name: 'copy', placeholder: 'N', help: 'Copies field N, 1 to 9, instead.'}, json],
		load: async () => (await import('../values.js')).values,
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
		load: async () => (await import('../handoff.js')).handoff,
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
		load: async () => (await import('../properties.js')).properties,
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
		load: async () => (await import('../senders.js')).senders,
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
		load: async () => (await import('../say.js')).say,
	},
];
