import {UserError} from '../errors.js';
import type {Task} from '../extraview/properties/known-keys.js';
import type {SpoolPlace} from '../extraview-port.js';
import {parseAddress} from '../parse.js';
import type {Invocation} from './invocation.js';

/** What the command line asks of the properties of a task. */
export type PropertiesWish = {
	readonly name: string;
	readonly task: Task;
	/** A file; undefined for standard input. */
	readonly path?: string;
	/** Standard input was asked for, by a hyphen. */
	readonly isPiped: boolean;
	readonly isWrite: boolean;
	readonly isCopy: boolean;
	readonly isTemplate: boolean;
	/** KEY=MEANING, parted by commas. */
	readonly answers?: string;
	readonly emailFromAddress?: string;
	readonly spool?: SpoolPlace;
};

/** Throws UserError with exit code 2. */
export function parseWish({arguments: words, options, isJson}: Invocation): PropertiesWish {
	const [name = '', path] = words;
	const isWrite = options.write === true;
	const isCopy = options.copy === true;
	const text = (option: string) => {
		const value = options[option];
		return typeof value === 'string' ? value : undefined;
	};
	const directory = text('spool');
	const log = text('log');
	if (isWrite && path === undefined) throw wrong('--write needs a FILE to write to.');
	if (isCopy && isJson) throw wrong('properties copies or prints JSON, not both.');
	if (log !== undefined && directory === undefined) throw wrong('--log needs --spool DIR.');
	return {
		name,
		task: taskOf(text('task')),
		path: path === '-' ? undefined : path,
		isPiped: path === '-',
		isWrite,
		isCopy,
		isTemplate: options.template === true,
		answers: text('answer'),
		emailFromAddress: addressOf(text('email-from-address')),
		...(directory !== undefined && {spool: {directory, ...(log !== undefined && {log})}}),
	};
}

function taskOf(text: string | undefined): Task {
	const task = text?.toLowerCase();
	if (task === 'evmail' || task === 'batchmail') return task;
	throw wrong(
		text === undefined
			? 'properties lacks its --task: evmail or batchmail.'
			: '--task is evmail or batchmail.',
	);
}

function addressOf(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const parsed = parseAddress(text);
	if ('error' in parsed) throw wrong(`--email-from-address: ${parsed.error}`);
	return parsed.value;
}

export const wrong = (message: string) =>
	new UserError(message, ['How it is used: mailgrant properties --help'], 2);
