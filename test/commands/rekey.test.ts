import {execFile} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openTerminal} from '../helpers/pty.js';
import {program, runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const passphrase = 'canary horse battery';
const clientSecret = '8Q~canary.0123456789012345678901';

async function place() {
	const config = path.join(temporaryDirectory(), 'config');
	const added = await runCli(
		[
			...['add', 'ev', '--provider', 'microsoft', '--mailbox', 'evmail@example.com'],
			'--client-secret-stdin',
		],
		{config, stdin: `${clientSecret}\n`},
	);
	expect(added).toMatchObject({code: 0});
	return {
		config,
		run: (args: readonly string[], stdin = '') => runCli(args, {config, stdin}),
		files: () => readdirSync(config).sort(),
		async open(args: readonly string[]) {
			const window = await openTerminal({
				command: process.execPath,
				args: [program, ...args],
				env: {MAILGRANT_CONFIG: config, HOME: path.dirname(config)},
				columns: 100,
			});
			onTestFinished(() => window.close());
			return window;
		},
		/** With the text to be read from descriptor 3. */
		runWithDescriptor(args: readonly string[], text: string) {
			const file = path.join(config, '..', 'passphrase');
			writeFileSync(file, text, {mode: 0o600});
			return new Promise<{code: unknown; stdout: string; stderr: string}>(resolve => {
				execFile(
					'sh',
					['-c', 'exec "$@" 3< "$0"', file, process.execPath, program, ...args],
					{env: {MAILGRANT_CONFIG: config, HOME: path.dirname(config)}},
					(error, stdout, stderr) => resolve({code: error?.code ?? 0, stdout, stderr}),
				);
			});
		},
	};
}

const hasSecret = (stdout: string) => stdout.includes('"clientSecret":true');

test('a passphrase is typed twice, and then asked for once by each command and by the screens', async () => {
	const {config, run, open, files} = await place();
	const rekeying = await open(['rekey', '--passphrase']);
	await rekeying.waitFor('New passphrase (not shown)');
	rekeying.write('short\r');
	await rekeying.waitFor('needs 12 characters');
	rekeying.write(`${passphrase}\r`);
	await rekeying.waitFor('The same again');
	rekeying.write('another one entirely\r');
	await rekeying.waitFor('not the same');
	rekeying.write(`${passphrase}\r`);
	await rekeying.waitFor(/not the same[\s\S]*The same again/);
	rekeying.write(`${passphrase}\r`);
	expect((await rekeying.exited).code).toBe(0);
	expect(rekeying.output()).not.toContain('canary');
	expect(files()).toEqual(['grants.json', 'key.json', 'secrets.enc', 'tokens']);

	const listing = await open(['list']);
	await listing.waitFor(`Passphrase of ${config} (not shown)`);
	listing.write('wrong\r');
	await listing.waitFor('That is not it.');
	listing.write(`${passphrase}\r`);
	await listing.waitFor('evmail@example.com');
	expect((await listing.exited).code).toBe(0);
	expect(listing.output()).not.toContain('canary');

	const screens = await open([]);
	await screens.waitFor('Passphrase of');
	screens.write(`${passphrase}\r`);
	await screens.waitFor('Test outgoing');
	screens.write('q');
	expect((await screens.exited).code).toBe(0);

	const ended = await run(['list']);
	expect(ended).toMatchObject({code: 1, stdout: ''});
	expect(ended.stderr).toMatch(/encrypted with a passphrase[\s\S]*--passphrase-fd/);
	expect(ended.stderr).not.toContain('cut off');
});

test('a script gives the passphrase by a descriptor or a credential, and nowhere else', async () => {
	const {config, run, runWithDescriptor} = await place();
	expect(await run(['rekey', '--passphrase'])).toMatchObject({code: 2});
	expect(await run(['rekey', '--passphrase', '--passphrase-stdin'], 'short\n')).toMatchObject({
		code: 2,
	});
	expect(await run(['rekey', '--new', '--passphrase-stdin'], `${passphrase}\n`)).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('one new key, not several'),
	});
	const rekeyed = await run(['rekey', '--passphrase-stdin'], `${passphrase}\n`);
	expect(rekeyed).toMatchObject({code: 0, stderr: ''});
	const listed = await runWithDescriptor(['status', '--json', '--passphrase-fd', '3'], passphrase);
	expect(listed).toMatchObject({code: 0, stderr: ''});
	expect(hasSecret(listed.stdout)).toBe(true);
	expect(await runWithDescriptor(['list', '--passphrase-fd=3'], 'other\n')).toMatchObject({
		code: 1,
		stderr: expect.stringContaining('That is not the passphrase'),
	});
	expect(await run(['list', '--passphrase-fd', '77'])).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('descriptor 77'),
	});
	expect((await run(['list', '--passphrase-fd', passphrase])).stderr).not.toContain('canary');
	const handed = path.join(config, '..', 'mailgrant-passphrase');
	writeFileSync(handed, `${passphrase}\n`, {mode: 0o600});
	const env = {CREDENTIALS_DIRECTORY: path.dirname(handed)};
	expect(await runCli(['list'], {config, env})).toMatchObject({code: 0});
	expect(await runCli(['rekey', '--new'], {config, env})).toMatchObject({code: 0});
	expect(await run(['list'])).toMatchObject({code: 0});
});

test('rekey wants one new key, says where it is, and keeps the secrets', async () => {
	const {config, run, files} = await place();
	expect(await run(['rekey'])).toMatchObject({code: 2});
	expect(await run(['rekey', '--new', '--passphrase'])).toMatchObject({code: 2});
	const before = readFileSync(path.join(config, 'key'), 'utf8');
	expect(await run(['rekey', '--new'])).toMatchObject({
		code: 0,
		stdout: `The secrets are encrypted anew. Their key: ${config}/key\n`,
	});
	expect(readFileSync(path.join(config, 'key'), 'utf8')).not.toBe(before);
	const elsewhere = path.join(config, '..', 'keys');
	expect(await run(['rekey', '--key-file', elsewhere])).toMatchObject({code: 0});
	expect(files()).toEqual(['grants.json', 'key.json', 'secrets.enc', 'tokens']);
	expect(hasSecret((await run(['status', '--json'])).stdout)).toBe(true);
	expect(await run(['rekey', '--credential'])).toMatchObject({
		code: 1,
		stderr: expect.stringContaining('LoadCredential=mailgrant-key'),
	});
});
