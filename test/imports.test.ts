import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';

const source = fileURLToPath(new URL('../source', import.meta.url));

/** Folders and files that do no I/O and nothing async. */
const pure = [
	'calendar',
	'character-set',
	'checklist',
	'cipher',
	'clean',
	'counted',
	'diagnosis',
	'errors',
	'export',
	'extraview',
	'fields',
	'grant',
	'guid',
	'v8-flags',
	'no-color',
	'notify',
	'parse',
	'paste',
	'providers',
	'reference',
	'refresh',
	'service',
	'shell-quote',
	'text',
	'support',
	'surface',
];

/** The ports and what passes through them: types, and no code. */
const types = [
	'audit-port',
	'call',
	'certificates-port',
	'extraview-port',
	'grant-store-port',
	'mail-port',
	'notify-port',
	'oauth-port',
	'outcome',
	'practice-port',
	'programs-port',
	'renewal',
	'secret-store-port',
	'secrets',
	'service-port',
	'services',
	'store-port',
	'terminal-port',
	'vault-port',
	'watch-port',
	'web-server-port',
];

/** What each folder may import beside itself: other parts of the tree, packages, `node:`. */
const table: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries(pure.map(name => [name, pure])),
	...Object.fromEntries(types.map(name => [name, []])),
	audited: [...pure, 'known-secrets'],
	lazily: [],
	'known-secrets': ['node:'],
	'user-name': ['node:'],
	network: [...pure, 'node:', 'socks'],
	oauth: [...pure, 'lazily', 'network', 'node:', 'jose', 'simple-oauth2'],
	certificate: [...pure, 'node:', '@peculiar/x509', 'reflect-metadata'],
	pause: [],
	mail: [...pure, 'lazily', 'network', 'pause', 'node:', 'imapflow', 'nodemailer'],
	'run-program': [...pure, 'node:'],
	'web-server': [...pure, 'lazily', 'network', 'run-program', 'node:'],
	programs: [...pure, 'run-program', 'node:'],
	'properties-file': [...pure, 'node:'],
	spool: [...pure, 'node:'],
	squeeze: ['text', 'node:', 'string-width'],
	storage: [...pure, 'user-name', 'node:', 'conf', 'proper-lockfile'],
	host: [...pure, 'user-name', 'programs', 'run-program', 'storage', 'node:'],
	unattended: [...pure, 'storage', 'node:'],
	postgres: [...pure, 'storage', 'node:', 'pg'],
	'store-admin': [...pure, 'storage', 'postgres'],
	terminal: [...pure, 'node:', 'clipboardy', 'string-width'],
	tasks: [...pure, 'pause'],
	commands: [...pure, 'tasks', 'node:util', 'package.json'],
	// What is said and taken on every screen, as data.
	pages: [...pure, 'qr', 'string-width'],
	ui: [...pure, 'pages', 'ink', 'react', 'ink-text-input'],
	plain: [...pure, 'pages'],
	practice: [...pure, 'node:', '@peculiar/x509', 'reflect-metadata', 'smtp-server'],
	'create-extraview': [...pure, 'lazily', 'properties-file', 'spool', 'storage', 'node:'],
	'create-services': [
		...pure,
		'certificate',
		'audited',
		'create-extraview',
		'mail',
		'oauth',
		'programs',
		'storage',
		'terminal',
		'user-name',
		'web-server',
		'node:',
	],
	'start-screens': [...pure, 'squeeze', 'tasks', 'pages', 'ui', 'plain'],
	wire: [
		...pure,
		'create-services',
		'host',
		'start-screens',
		'storage',
		'store-admin',
		'postgres',
		'unattended',
		'practice',
		'node:',
	],
	cli: [...pure, 'commands', 'wire', 'node:tty', 'package.json'],
	// The least that prints a token.
	'quick-token': [...pure, 'storage', 'builtin', 'node:'],
	// Judges the Node that runs it before anything else is loaded.
	mailgrant: ['cli', 'quick-token', 'tune-v8', 'builtin', 'node:'],
	// The same in the single executable, which brings its Node.
	binary: ['quick-token', 'tune-v8'],
	'tune-v8': ['v8-flags', 'builtin'],
	builtin: [],
};

const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(name =>
	/\.tsx?$/.test(name),
);

/** What is imported for its code; `import type` is free, and so is a list of nothing but types. */
function importsOf(text: string): string[] {
	const statements = text.matchAll(
		/^(?:import|export)\s+(?!type\s)(?:(\{[^}]*\}|[\w*$][^;'"]*?)\s+from\s+)?['"]([^'"]+)['"]/gm,
	);
	const fixed = [...statements]
		.filter(([, names]) => !names || !/^\{(?:\s*type\s+[^,}]+,?)+\s*\}$/.test(names))
		.map(([, , from]) => from ?? '');
	const loaded = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map(([, from]) => from ?? '');
	return [...fixed, ...loaded];
}

/** Files of the folder ui that draw; all others are the pages that they draw. */
const drawing = /^ui\/(?:app|show|use-bindings|components\/)/;

const partOf = (file: string) => {
	const folder = (file.split('/')[0] ?? '').replace(/\.tsx?$/, '');
	return folder === 'ui' && !drawing.test(file) ? 'pages' : folder;
};

function nameOf(file: string, from: string): string {
	if (from.startsWith('node:')) return from;
	// Of a package, whatever file in it.
	if (!from.startsWith('.')) return /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from;
	const target = path.relative(source, path.resolve(source, path.dirname(file), from));
	return target.startsWith('..') ? path.basename(target) : partOf(target.replace(/\.js$/, '.ts'));
}

function isAllowed(file: string, from: string): boolean {
	const part = partOf(file);
	const name = nameOf(file, from);
	if (from.startsWith('.') && name === part) return true;
	return (table[part] ?? []).some(allowed =>
		allowed.endsWith(':') ? name.startsWith(allowed) : name === allowed,
	);
}

test('every file imports only what the table allows its folder', () => {
	const strays = files.flatMap(file =>
		importsOf(readFileSync(path.join(source, file), 'utf8'))
			.filter(from => !isAllowed(file, from))
			.map(from => `${file} imports ${from}`),
	);
	expect(strays).toEqual([]);
});

test('what draws says nothing: words stand beside what they describe', () => {
	const said = files
		.filter(file => drawing.test(file))
		.flatMap(file => {
			const text = readFileSync(path.join(source, file), 'utf8')
				.replace(/\/\*\*[\s\S]*?\*\/|\/\/.*/g, '')
				.replace(/^import .*$/gm, '');
			const texts = [
				...text.matchAll(/(['`])((?:(?!\1)[^\n])*)\1|(?<!=)>\s*([A-Za-z][^<{;\n]*)</g),
			];
			return texts.map(([, , literal = '', child = '']) => literal + child).filter(isWords);
		});
	expect(said).toEqual([]);
});

/** Two words, or one with a capital, but no path and no name of a key. */
const isWords = (text: string) => /[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+[ .:]/.test(text);

test('every part of the tree stands in the table', () => {
	expect([...new Set(files.map(partOf))].filter(part => !table[part])).toEqual([]);
});

test('what is pure awaits nothing', () => {
	const impure = files.filter(
		file =>
			pure.includes(partOf(file)) &&
			/\basync\b(?!hron)|\bawait |new Promise\b|setTimeout/.test(
				readFileSync(path.join(source, file), 'utf8').replace(
					/\/\*\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g,
					'',
				),
			),
	);
	expect(impure).toEqual([]);
});

test('only the entries set the exit code', () => {
	const setters = files.filter(file =>
		/process\.exit(?:Code)?\b/.test(readFileSync(path.join(source, file), 'utf8')),
	);
	expect(setters.sort()).toEqual(['binary.ts', 'cli.ts', 'mailgrant.ts']);
});

describe('the reading of imports', () => {
	test('finds code, leaves types', () => {
		expect(
			importsOf(
				[
					"import 'a';",
					"import type {B} from 'b';",
					"import {type C} from 'c';",
					"import {\n\td,\n\ttype D,\n} from 'd';",
					"import e, {f} from 'e';",
					"export * from 'g';",
					"import h from '../package.json' with {type: 'json'};",
					"await import('i');",
				].join('\n'),
			),
		).toEqual(['a', 'd', 'e', 'g', '../package.json', 'i']);
	});

	test('tells what is not allowed', () => {
		expect(isAllowed('commands/list.ts', 'ink')).toBe(false);
		expect(isAllowed('commands/list.ts', '../storage/stores.js')).toBe(false);
		expect(isAllowed('commands/list.ts', './status.js')).toBe(true);
		expect(isAllowed('oauth/oauth.ts', '../mail/mail.js')).toBe(false);
		expect(isAllowed('grant.ts', 'node:fs')).toBe(false);
		expect(isAllowed('cli.ts', '../package.json')).toBe(true);
	});
});
