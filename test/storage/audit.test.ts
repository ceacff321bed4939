import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {createAuditLog} from '../../source/storage/audit-log.js';
import {readAudit} from '../../source/storage/read-audit.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {now} from './fixtures.js';

const use = {grant: 'ev', secret: 'access token', use: 'printed'};

function log(
	directory: string,
	{environment = {}, maxBytes}: {environment?: Record<string, string>; maxBytes?: number} = {},
) {
	const told: string[] = [];
	const audit = createAuditLog({
		directory,
		now: () => now,
		command: 'token',
		environment,
		tell: text => told.push(text),
		maxBytes,
	});
	return {audit, told, file: path.join(directory, 'audit.log')};
}

test('a use is one line that says who, when, by what and for what', () => {
	const directory = temporaryDirectory();
	const {audit, file} = log(directory, {environment: {SUDO_USER: 'ada\u001B[31m'}});
	audit(use);
	expect(readFileSync(file, 'utf8')).toMatch(/^\{[^\n]*\}\n$/);
	expect(statSync(file).mode & 0o7777).toBe(0o600);
	expect(readAudit(directory)).toEqual([
		{
			time: '2026-11-23T12:00:00.000Z',
			uid: process.getuid?.(),
			sudoUser: 'ada',
			pid: process.pid,
			command: 'token',
			...use,
		},
	]);
});

test('a full file gives way, and four old ones are kept', () => {
	const directory = temporaryDirectory();
	const {audit} = log(directory, {maxBytes: 300});
	for (let number = 0; number < 30; number++) audit({...use, grant: `g${number}`});
	expect(readdirSync(directory).sort()).toEqual([1, 2, 3, 4].map(number => `audit.log.${number}`));
	const grants = readAudit(directory).map(({grant}) => grant);
	expect(grants).toEqual(
		Array.from({length: grants.length}, (_, index) => `g${30 - grants.length + index}`),
	);
	expect(grants.length).toBeGreaterThan(6);
});

test('processes at once lose no line and mix none, while the files give way', {
	timeout: 60_000,
}, async () => {
	const directory = temporaryDirectory();
	const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
	const names = ['a', 'b', 'c', 'd'];
	const count = 60;
	// So that about three files become full.
	const children = names.map(name =>
		spawn(
			process.execPath,
			[
				...['--import', here('../helpers/typescript-hooks.js'), here('audit-child.ts')],
				...[directory, name, String(count), String(22_000)],
			],
			{stdio: ['ignore', 'ignore', 'inherit']},
		),
	);
	const codes = await Promise.all(children.map(async child => (await once(child, 'exit'))[0]));
	expect(codes).toEqual([0, 0, 0, 0]);
	expect(readdirSync(directory).length).toBeGreaterThan(2);
	const grants = readAudit(directory).map(({grant}) => grant);
	expect(grants.sort()).toEqual(
		names.flatMap(name => Array.from({length: count}, (_, number) => `${name}-${number}`)).sort(),
	);
});

test.each<[string, (file: string) => unknown]>([
	['a directory', file => mkdirSync(file)],
	['a link', file => symlinkSync('/dev/null', file)],
	['a full disk', file => symlinkSync('/dev/full', file)],
])('%s in its place is told once, and stops nothing', (_, make) => {
	const directory = temporaryDirectory();
	const {audit, told, file} = log(directory);
	make(file);
	audit(use);
	audit(use);
	expect(told).toEqual([expect.stringContaining('was not written down')]);
});

test('a log that others could read is closed, and lines that are none are left out', () => {
	const directory = temporaryDirectory();
	const {audit, file} = log(directory);
	writeFileSync(file, '{"cut\n[]\n\n');
	chmodSync(file, 0o644);
	audit(use);
	expect(statSync(file).mode & 0o7777).toBe(0o600);
	expect(readAudit(directory)).toHaveLength(1);
});
