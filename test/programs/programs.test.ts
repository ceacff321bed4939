import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, describe, expect, test, vi} from 'vitest';
import type {Trial} from '../../source/export/program.js';
import {ownCommand} from '../../source/programs/own-command.js';
import {createPrograms} from '../../source/programs/programs.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

let directory: string;
beforeEach(() => {
	directory = temporaryDirectory();
});

const call = {signal: new AbortController().signal, timeoutMs: 10_000};
const programs = () =>
	createPrograms({own: ['mailgrant'], home: directory, directories: [directory]});

/** A program of that name: a shell script. */
function script(...lines: readonly string[]): string {
	const file = path.join(directory, 'fake');
	writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`);
	chmodSync(file, 0o755);
	return file;
}

const trial = (more: Partial<ReturnType<Trial['prepare']>> = {}): Trial => ({
	program: 'fake',
	package: 'fake',
	prepare: at => ({files: {'fake.conf': 'the text\n'}, args: [`${at}/fake.conf`], ...more}),
	worked: '',
});

test('a program is found where programs are, and only when it can be run', async () => {
	expect(await programs().find('fake')).toBeUndefined();
	const file = script('exit 0');
	expect(await programs().find('fake')).toBe(file);
	chmodSync(file, 0o644);
	expect(await programs().find('fake')).toBeUndefined();
});

test('it is given files that only this user reads, in a directory that is gone afterwards', async () => {
	const file = script(
		'stat -c "%a" "$1" . && cat "$1" - && pwd > "$HOME/was" && ls -A > "$HOME/held"',
	);
	const ran = await programs().run(file, trial({input: 'the message\n'}), call);
	expect(ran).toEqual({ok: true, said: '600\n700\nthe text\nthe message'});
	const [was = ''] = readFileSync(path.join(directory, 'was'), 'utf8').split('\n');
	expect(path.basename(was)).toMatch(/^mailgrant-try-/);
	expect(existsSync(was)).toBe(false);
	expect(readFileSync(path.join(directory, 'held'), 'utf8')).toBe('fake.conf\n');
});

test('of this process’s environment it has the home alone', async () => {
	process.env.MAILGRANT_TEST_SECRET = 'hidden';
	try {
		const {said} = await programs().run(script('/usr/bin/env'), trial(), call);
		const names = said.split('\n').map(line => line.split('=')[0]);
		expect(
			names.filter(name => !['PWD', 'OLDPWD', '_', 'SHLVL'].includes(name ?? '')).sort(),
		).toEqual(['HOME', 'LANG', 'PATH']);
		expect(said).toContain(`HOME=${directory}`);
	} finally {
		delete process.env.MAILGRANT_TEST_SECRET;
	}
});

test('arguments are no shell’s', async () => {
	const file = script('printf "%s\\n" "$@"');
	const args = ['$(id)', 'a b', "'", '*'];
	expect((await programs().run(file, trial({args}), call)).said).toBe(args.join('\n'));
});

test('a failure is told with both outputs, without escape codes and the directory', async () => {
	const file = script('printf "\\033[2J\\033]0;x\\007out\\n"; echo "no: $1" >&2; exit 3');
	expect(await programs().run(file, trial(), call)).toEqual({
		ok: false,
		said: expect.stringMatching(/^(?:out\nno: fake.conf|no: fake.conf\nout)$/),
	});
	expect(await programs().run(script('exit 3'), trial(), call)).toEqual({
		ok: false,
		said: 'It ended with code 3.',
	});
	expect(await programs().run(path.join(directory, 'none'), trial(), call)).toMatchObject({
		ok: false,
		said: expect.stringContaining('ENOENT'),
	});
});

test('what it says is capped', async () => {
	const file = script('head -c 3000000 /dev/zero | tr "\\0" x');
	expect((await programs().run(file, trial(), call)).said).toHaveLength(4000);
});

describe('a program that hangs', () => {
	const hanging = () =>
		script('sleep 60 & echo $! > "$HOME/child"', 'echo waiting', 'touch "$HOME/up"', 'wait');
	const isUp = () => vi.waitUntil(() => existsSync(path.join(directory, 'up')));
	const childLives = () => {
		const child = readFileSync(path.join(directory, 'child'), 'utf8').trim();
		try {
			// A zombie has no command line.
			return readFileSync(`/proc/${child}/cmdline`, 'utf8') !== '';
		} catch {
			return false;
		}
	};

	test('is ended at the deadline, with what it started', async () => {
		const ran = await programs().run(hanging(), trial(), {...call, timeoutMs: 400});
		expect(ran).toEqual({ok: false, said: 'waiting', isTimedOut: true});
		await vi.waitUntil(() => !childLives());
	});

	test('is ended after words that nothing follows', async () => {
		const stuck = {...trial(), hangsAfter: /^waiting$/m};
		expect(await programs().run(hanging(), stuck, call)).toEqual({ok: false, said: 'waiting'});
	});

	test('is ended by the abort, and nothing is left', async () => {
		const controller = new AbortController();
		const run = programs().run(hanging(), trial(), {...call, signal: controller.signal});
		await isUp();
		const reason = new Error('stopped');
		controller.abort(reason);
		await expect(run).rejects.toBe(reason);
		await vi.waitUntil(() => !childLives());
	});
});

test('other programs start this one as it is installed, and name a directory that is not the usual', () => {
	const usual = '/home/a/.config/mailgrant';
	const of = (file: string | undefined, at = usual) =>
		ownCommand({execPath: '/usr/bin/node', file, directory: at, usual});
	expect(of('/usr/local/bin/mailgrant')).toEqual(['/usr/local/bin/mailgrant']);
	expect(of('/opt/mailgrant/dist/mailgrant.js')).toEqual([
		'/usr/bin/node',
		'/opt/mailgrant/dist/mailgrant.js',
	]);
	expect(of('/usr/local/bin/mailgrant', '/srv/m')).toEqual([
		'/usr/local/bin/mailgrant',
		'--config',
		'/srv/m',
	]);
});
