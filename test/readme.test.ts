import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {programHelp} from '../source/commands/help.js';
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
	expect(named.filter(name => name !== 'install' && !manifest.scripts[name])).toEqual([]);
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
