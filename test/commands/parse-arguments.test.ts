import {expect, test} from 'vitest';
import {commands} from '../../source/commands/commands.js';
import {parseArguments} from '../../source/commands/parse-arguments.js';
import {globalOptions} from '../../source/commands/table/options.js';
import {UserError} from '../../source/errors.js';
import {fields} from '../../source/fields.js';

const canary = 'c4nary~secret';

function refusal(...argv: string[]): UserError {
	try {
		parseArguments(argv);
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	throw new Error('It was taken.');
}

test('options stand before or after the command, with a space or an equals sign', () => {
	for (const argv of [
		['--config', 'd', 'list', '--json'],
		['list', '--json', '--config=d'],
		['list', '--config', 'd', '--json'],
	]) {
		expect(parseArguments(argv)).toMatchObject({
			type: 'command',
			command: {name: 'list'},
			options: {config: 'd', json: true},
		});
	}
});

test('--incoming takes a value where grants are added and none where they are tested', () => {
	expect(parseArguments(['add', 'a', '--incoming', 'pop3'])).toMatchObject({
		arguments: ['a'],
		options: {incoming: 'pop3'},
	});
	expect(parseArguments(['test', '--incoming', 'a', 'b'])).toMatchObject({
		arguments: ['a', 'b'],
		options: {incoming: true},
	});
});

test('without a command the screens are meant', () => {
	expect(parseArguments([])).toMatchObject({type: 'command', command: {name: ''}});
	expect(parseArguments(['--config', 'list'])).toMatchObject({command: {name: ''}});
});

test.each([[['--help']], [['-h']], [['help']]])('%j asks for the help of the program', argv => {
	expect(parseArguments(argv)).toEqual({type: 'help', command: undefined});
});

test.each([
	[['help', 'test']],
	[['test', '--help']],
	[['test', '-h', '--nonsense']],
	[['--help', 'test']],
])('%j asks for the help of the command', argv => {
	expect(parseArguments(argv)).toMatchObject({type: 'help', command: {name: 'test'}});
});

test.each([
	['lsit', 'list'],
	['tset', 'test'],
	['signin', 'sign-in'],
	['stauts', 'status'],
])('%s is answered with the nearest command', (typed, meant) => {
	const {message, nextSteps, exitCode} = refusal(typed);
	expect(message).toBe(`There is no command "${typed}".`);
	expect(nextSteps[0]).toBe(`Did you mean: mailgrant ${meant}`);
	expect(exitCode).toBe(2);
});

test('a word far from every command gets no suggestion, and no control characters', () => {
	expect(refusal('\u001B[31mwxyzvutq')).toMatchObject({
		message: 'There is no command "wxyzvutq".',
		nextSteps: ['All commands: mailgrant --help'],
	});
});

test('an unknown option is answered with the nearest one, without its value', () => {
	const {message, nextSteps, exitCode} = refusal('add', 'a', `--cleint-id=${canary}`);
	expect(message).toBe('add has no option --cleint-id.');
	expect(nextSteps).toEqual(['Did you mean: --client-id', 'How it is used: mailgrant add --help']);
	expect(exitCode).toBe(2);
});

test.each([
	[['add', 'a', '--client-secret', canary]],
	[['add', 'a', `--client-secret=${canary}`]],
	[['--client-secret', canary, 'add', 'a']],
	[['add', '--help', '--client-secret', canary]],
	[['token', 'a', '--refresh-token', canary]],
	[['--password', canary]],
])('a secret among the arguments is refused with the reason and what to use instead', argv => {
	const {message, nextSteps, exitCode} = refusal(...argv);
	expect(message).toMatch(/every user of this host can read it/);
	expect(nextSteps.join(' ')).toContain('--client-secret-stdin');
	expect(exitCode).toBe(2);
	expect(message + nextSteps.join('')).not.toContain(canary);
});

test.each([
	[['list', '--timeout'], '--timeout lacks its SECONDS.'],
	[['add', 'a', '--tenant', '--json'], '--tenant lacks its ID.'],
	[['list', '--json=yes'], '--json takes no value.'],
	[['list', '--json', '--json'], '--json is given twice.'],
	[['list', canary], 'list takes no argument, and there are 1.'],
	[['add'], 'add lacks its NAME.'],
	[['add', 'a', canary], 'add takes one argument, and there are 2.'],
	[['token', 'a', '--json'], 'token has no option --json.'],
	[['--json'], 'mailgrant without a command has no option --json.'],
])('%j is wrong usage', (argv, message) => {
	const error = refusal(...argv);
	expect(error).toMatchObject({message, exitCode: 2});
	expect(error.nextSteps.join('')).not.toContain(canary);
});

test('add has a flag for every field, and no two options of a command share a name', () => {
	const add = commands.find(({name}) => name === 'add');
	const flags = add?.options.map(({name}) => name);
	for (const [name, {flag}] of Object.entries(fields)) {
		if (name !== 'name') expect(flags).toContain(flag);
	}
	for (const {options} of commands) {
		const names = [...options, ...globalOptions].map(({name}) => name);
		expect(new Set(names).size).toBe(names.length);
	}
});
