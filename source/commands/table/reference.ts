import type {Command} from '../command.js';
import {enumerated} from './enumerated.js';

const shells = ['bash', 'zsh', 'fish'];

/** What is written from the table of all commands, in which these stand themselves. */
export const referenceCommands = (table: () => readonly Command[]): readonly Command[] => [
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
		load: async () => (await import('../completion.js')).completion(table()),
	},
	{
		name: 'man',
		usage: '',
		arguments: {min: 0, max: 0},
		summary: 'Prints the manual page: mailgrant man | man -l -',
		options: [],
		load: async () => (await import('../man.js')).man(table()),
	},
];
