import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openTerminal} from '../helpers/pty.js';
import {program, runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const add = ['add', 'ev', '--provider', 'microsoft', '--mailbox', 'evmail@example.com'];

async function open(args: readonly string[], config: string) {
	const window = await openTerminal({
		command: process.execPath,
		args: [program, ...args],
		env: {MAILGRANT_CONFIG: config, HOME: path.dirname(config)},
		columns: 100,
	});
	onTestFinished(() => window.close());
	return window;
}

test('the secret is asked for without echo, and asked for again when it is none', async () => {
	const config = path.join(temporaryDirectory(), 'config');
	const window = await open(add, config);
	await window.waitFor('Client secret (not shown');
	window.write('short\r');
	await window.waitFor('a part is missing');
	window.write('8Q~canary.0123456789012345678901\r');
	await window.waitFor('Added ev, with its secret.');
	expect((await window.exited).code).toBe(0);
	expect(window.output()).not.toMatch(/canary|short/);
	expect(readFileSync(path.join(config, 'grants.json'), 'utf8')).not.toContain('canary');
});

test('Ctrl+C at the prompt ends with 130 and keeps nothing', async () => {
	const config = path.join(temporaryDirectory(), 'config');
	const window = await open(add, config);
	await window.waitFor('Client secret (not shown');
	window.write('\u0003');
	expect((await window.exited).code).toBe(130);
	expect((await runCli(['list', '--json'], {config})).stdout).toBe('[]\n');
});

test('remove wants the name typed', async () => {
	const config = path.join(temporaryDirectory(), 'config');
	expect(await runCli(add, {config})).toMatchObject({code: 0});
	const wrong = await open(['remove', 'ev'], config);
	await wrong.waitFor('Type ev to remove it');
	wrong.write('yes\r');
	expect((await wrong.exited).code).toBe(1);
	const right = await open(['remove', 'ev'], config);
	await right.waitFor('Type ev to remove it');
	right.write('ev\r');
	expect((await right.exited).code).toBe(0);
	expect((await runCli(['list', '--json'], {config})).stdout).toBe('[]\n');
});
