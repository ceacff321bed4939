import {fields} from '../../fields.js';
import type {FieldName} from '../../grant.js';
import type {Option} from '../command.js';

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
export const surfaceOptions: readonly Option[] = [
	{name: 'plain', help: 'The checklist, or practice, as questions and answers, line by line.'},
	{
		name: 'screen-reader',
		help: 'The checklist, or practice, whole and in the order of reading, as with INK_SCREEN_READER=true.',
	},
];

export const json: Option = {
	name: 'json',
	help: 'Prints JSON, and nothing else, on standard output.',
};

/** Of the watcher's token files. */
export const watchedOptions: readonly Option[] = [
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

export const fieldOption = (field: FieldName): Option => {
	const {flag, placeholder, help} = fields[field];
	return {name: flag, placeholder, help};
};

export const fieldOptions: readonly Option[] = (Object.keys(fields) as FieldName[])
	.filter(field => field !== 'name')
	.map(fieldOption);

export const secretOption: Option = {
	name: 'client-secret-stdin',
	help: 'Reads the client secret from standard input.',
};

export const fromOption: Option = {
	name: 'from',
	placeholder: 'ADDRESS',
	isRepeatable: true,
	help: 'A From address, or SETTING=ADDRESS with the name of ExtraView’s setting; may be repeated.',
};
