import type {Command, Option} from './command.js';
import {commands, screens} from './commands.js';
import {globalOptions} from './table/options.js';

/** What `mailgrant --help` prints. */
export function programHelp(): string {
	return [
		'Gets mail programs their OAuth2 tokens, step by step, from the host of the mail.',
		'',
		'Usage',
		'  mailgrant [COMMAND] [OPTIONS]',
		'',
		'Commands',
		...columns([
			['(none)', screens.summary],
			...commands.map(command => [synopsis(command), command.summary] as const),
			['help COMMAND', 'Shows how a command is used, with all its options.'],
		]),
		'',
		'Options',
		...columns([...screens.options, ...globalOptions].map(optionRow)),
		'',
		'Exit code 0: fine. 1: something failed. 2: wrong usage. 3: no token until a',
		'person does something (token, refresh).',
	].join('\n');
}

/** What `mailgrant COMMAND --help` prints. */
export function commandHelp(command: Command): string {
	const words = ['mailgrant', command.name, command.usage, '[OPTIONS]'];
	return [
		command.summary,
		...(command.notes ?? []).flatMap(note => wrap(note, width)),
		'',
		'Usage',
		`  ${words.filter(word => word !== '').join(' ')}`,
		'',
		'Options',
		...columns([...command.options, ...globalOptions].map(optionRow)),
	].join('\n');
}

const synopsis = ({name, usage}: Command) => `${name} ${usage}`.replace(/ \[?--\S.*/, '').trim();

const optionRow = ({name, placeholder, help}: Option) =>
	[placeholder ? `--${name} ${placeholder}` : `--${name}`, help] as const;

const indent = 2;
const gap = 2;
const width = 80;
/** Wider names have their sentence on the next line. */
const widestName = 24;

function columns(rows: readonly (readonly [string, string])[]): string[] {
	const column = Math.min(widestName, Math.max(...rows.map(([name]) => name.length)));
	return rows.flatMap(([name, sentence]) => {
		const lines = wrap(sentence, width - indent - column - gap);
		const margin = ' '.repeat(indent + column + gap);
		const head = `${' '.repeat(indent)}${name}`;
		if (name.length > column) return [head, ...lines.map(line => margin + line)];
		const [first = '', ...rest] = lines;
		return [head.padEnd(margin.length) + first, ...rest.map(line => margin + line)];
	});
}

function wrap(text: string, columns: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= columns) {
			lines[lines.length - 1] = `${last} ${word}`;
		} else {
			lines.push(word);
		}
	}
	return lines;
}
