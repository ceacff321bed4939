import {parseArgs} from 'node:util';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {Command, Option} from './command.js';
import {commands, findCommand, screens} from './commands.js';
import {nearest} from './nearest.js';
import {globalOptions} from './table/options.js';

export type ParsedArguments =
	| {readonly type: 'help'; readonly command?: Command}
	| {readonly type: 'version'}
	| {
			readonly type: 'command';
			readonly command: Command;
			readonly arguments: readonly string[];
			readonly options: Readonly<Record<string, string | true | undefined>>;
	  };

/** Options that would put a secret where every user of the host can read it. */
const secretOptions: readonly Option[] = [
	{name: 'client-secret', placeholder: 'VALUE', help: ''},
	{name: 'access-token', placeholder: 'VALUE', help: ''},
	{name: 'refresh-token', placeholder: 'VALUE', help: ''},
	{name: 'password', placeholder: 'VALUE', help: ''},
];

/** Takes the command line apart by the table. Throws UserError with exit code 2; never repeats a value in it. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
	// The command decides whether an option takes a value: --incoming of `add` does, that of `test` does not.
	const first = take(argv, globalOptions);
	if (first.given.some(({name}) => secretOptions.some(option => option.name === name))) {
		refuseSecret(first.words[0] === 'edit' ? 'edit' : 'add');
	}
	const [name] = first.words;
	if (name === 'help') {
		const [about] = first.words.slice(1);
		return {type: 'help', command: about === undefined ? undefined : commandOf(about)};
	}
	const command = name === undefined ? screens : commandOf(name);
	const {given, words} = take(argv, [...globalOptions, ...command.options]);
	const rest = words.slice(1);
	if (given.some(token => token.name === 'help')) {
		return {type: 'help', command: name === undefined ? undefined : command};
	}
	if (given.some(token => token.name === 'version')) return {type: 'version'};
	const options: Record<string, string | true> = {};
	for (const token of given) {
		const value = readValue(command, token);
		const former = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
		const isRepeatable = command.options.some(
			option => option.name === token.name && option.isRepeatable,
		);
		if (former !== undefined && !isRepeatable) fail(command, `${token.rawName} is given twice.`);
		options[token.name] = former === undefined ? value : `${former},${value}`;
	}
	checkCount(command, rest.length);
	return {type: 'command', command, arguments: rest, options};
}

function take(argv: readonly string[], known: readonly Option[]) {
	// Not strict: parseArgs' own errors repeat what was typed, and suggest nothing.
	const {tokens} = parseArgs({
		args: [...argv],
		strict: false,
		tokens: true,
		allowPositionals: true,
		options: {
			...Object.fromEntries(
				[...known, ...secretOptions].map(({name, placeholder}) => [
					name,
					{type: placeholder ? ('string' as const) : ('boolean' as const)},
				]),
			),
			help: {type: 'boolean', short: 'h'},
		},
	});
	return {
		given: tokens.filter(token => token.kind === 'option'),
		words: tokens.flatMap(token => (token.kind === 'positional' ? [token.value] : [])),
	};
}

function commandOf(name: string): Command {
	const command = findCommand(name);
	if (command) return command;
	const names = [...commands.map(other => other.name), 'help'];
	const meant = nearest(name, names);
	throw new UserError(
		`There is no command "${clean(name, 40)}".`,
		[...(meant ? [`Did you mean: mailgrant ${meant}`] : []), 'All commands: mailgrant --help'],
		2,
	);
}

type OptionToken = {
	readonly name: string;
	readonly rawName: string;
	readonly value?: string;
	readonly inlineValue?: boolean;
};

function readValue(command: Command, {name, rawName, value, inlineValue}: OptionToken) {
	const known = [...command.options, ...globalOptions];
	const option = known.find(other => other.name === name);
	if (!option) {
		const names = known.map(other => other.name);
		const meant = nearest(name, names);
		const whose = command.name === '' ? 'mailgrant without a command' : command.name;
		return fail(
			command,
			`${whose} has no option ${clean(rawName, 40)}.`,
			...(meant ? [`Did you mean: --${meant}`] : []),
		);
	}
	if (!option.placeholder) {
		if (value !== undefined) fail(command, `--${name} takes no value.`);
		return true;
	}
	if (value === undefined) return fail(command, `--${name} lacks its ${option.placeholder}.`);
	if (!inlineValue && value.startsWith('-')) {
		return fail(
			command,
			`--${name} lacks its ${option.placeholder}.`,
			`If the value does begin with a hyphen: --${name}=VALUE`,
		);
	}
	return value;
}

function checkCount(command: Command, count: number) {
	const {min, max} = command.arguments;
	if (count < min) fail(command, `${command.name} lacks its ${command.usage.split(' ')[count]}.`);
	if (count > max) {
		fail(
			command,
			`${command.name} takes ${argumentsOf(max)}, and there are ${count}.`,
			'A value with spaces needs quotes.',
		);
	}
}

const argumentsOf = (max: number) =>
	max === 0 ? 'no argument' : max === 1 ? 'one argument' : `${max} arguments`;

function fail(command: Command, message: string, ...nextSteps: readonly string[]): never {
	const help = ['mailgrant', command.name, '--help'].filter(word => word !== '').join(' ');
	throw new UserError(message, [...nextSteps, `How it is used: ${help}`], 2);
}

function refuseSecret(command: 'add' | 'edit'): never {
	throw new UserError(
		'A secret is not taken from the command line: every user of this host can read it there, and the shell keeps it.',
		[
			'Make a new secret if this one was real: it may be in the shell history now.',
			'Leave the option out; on a terminal the secret is asked for without echo.',
			`In a script: mailgrant ${command} NAME … --client-secret-stdin < FILE`,
		],
		2,
	);
}
