import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {commands, findCommand} from '../source/commands/commands.js';
import {programHelp} from '../source/commands/help.js';
import {parseArguments} from '../source/commands/parse-arguments.js';
import {globalOptions} from '../source/commands/table/options.js';
import {overview} from '../source/diagnosis/catalogue/overview.js';
import {files} from '../source/reference/files.js';

const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');
const manifest = JSON.parse(
	readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8'),
) as {readonly scripts: Readonly<Record<string, string>>};

test('the usage in the README is the one that --help prints', () => {
	const [, usage] = /<!-- usage -->\n```\n([\s\S]*?)\n```\n<!-- \/usage -->/.exec(readme) ?? [];
	expect(usage).toBe(programHelp().trimEnd());
});

test('every npm script that the README names is there', () => {
	const code = [...readme.matchAll(/`[^`]*`|```[\s\S]*?```/g)].map(([text]) => text).join('\n');
	const named = [...code.matchAll(/npm (?:run )?([a-z:]+)/g)].flatMap(([, name]) => name ?? []);
	expect(named).toContain('practice');
	const own = ['install', 'pack'];
	expect(named.filter(name => !own.includes(name) && !manifest.scripts[name])).toEqual([]);
});

test('the table of what is explained is the catalogue’s', () => {
	const [, table] = /<!-- explained -->\n([\s\S]*?)\n<!-- \/explained -->/.exec(readme) ?? [];
	expect(table).toBe(overview());
});

test('the table of files is the one of the manual page', () => {
	const rows = files.map(([name, content]) => {
		const names = name.replace(/[\w.]+(?:\.[\w]+)*\/?/g, word =>
			/^(?:to)$/.test(word) ? word : `\`${word}\``,
		);
		return `| ${names} | ${content} |`;
	});
	expect(readme).toContain(rows.join('\n'));
});

test('every link of the README leads to a file or a heading', () => {
	const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\w\- ]/g, '')
			.replaceAll(' ', '-'),
	);
	const links = [...readme.matchAll(/\]\(([^)]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
		([, link, picture]) => link ?? picture ?? '',
	);
	const leadsNowhere = links.filter(link =>
		link.startsWith('#')
			? !headings.includes(link.slice(1))
			: !existsSync(path.join(import.meta.dirname, '..', link)),
	);
	expect(links).toContain('media/walk-dark.svg');
	expect(links).toContain('#security');
	expect(leadsNowhere).toEqual([]);
});

test('every picture comes dark and light, with words for whoever sees none', () => {
	const pictures = [...readme.matchAll(/<picture>([\s\S]*?)<\/picture>/g)].map(
		([, inner = '']) => inner,
	);
	const shown = pictures.map(inner => {
		const [, dark] =
			/prefers-color-scheme: dark\)" srcset="media\/([\w-]+)-dark\.svg"/.exec(inner) ?? [];
		const [, light, words] =
			/src="media\/([\w-]+)-light\.svg".* alt="([^"]{20,})"/.exec(inner) ?? [];
		expect(light, inner).toBe(dark);
		expect(words, inner).toBeDefined();
		return light;
	});
	const steps = Array.from({length: 15}, (_, index) => `step-${index + 1}`);
	expect(shown).toEqual(['walk', 'checklist-begun', ...steps, 'failure']);
	expect(readme.match(/<img/g)).toHaveLength(shown.length);
});

test('every command within a sentence of the README is one that mailgrant takes', () => {
	const prose = readme.replace(/```[\s\S]*?```/g, '');
	const named = [...prose.matchAll(/`mailgrant ([^`]+)`/g)].map(([, words = '']) => words);
	expect(named.length).toBeGreaterThan(20);
	for (const words of named) {
		const [own = ''] = words.split(/ \| | -- /);
		const args = [...own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
			([, double, single, plain]) => double ?? single ?? plain ?? '',
		);
		if (args.length === 1 && !own.startsWith('-')) expect(findCommand(own), words).toBeDefined();
		else expect(() => parseArguments(args), words).not.toThrow();
	}
});

test('every option within a sentence of the README is one of a command’s', () => {
	const prose = readme.replace(/```[\s\S]*?```/g, '');
	const named = [...prose.matchAll(/`([^`]+)`/g)]
		.filter(([, code = '']) => !/^(?:curl|systemd-creds) /.test(code))
		.flatMap(([, code = '']) => [...code.matchAll(/(?<!\S)--([a-z][\w-]*)/g)])
		.flatMap(([, name]) => name ?? []);
	const known = [...globalOptions, ...commands.flatMap(({options}) => options)];
	expect(named).toContain('token-dir');
	expect(named.filter(name => !known.some(option => option.name === name))).toEqual([]);
});
