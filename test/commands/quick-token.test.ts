import {spawnSync} from 'node:child_process';
import {
	appendFileSync,
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openStores} from '../../source/storage/stores.js';
import {tokenBase} from '../../source/storage/token-base.js';
import {tokenCopyFile} from '../../source/storage/token-copy.js';
import {fillStore, hourMs} from '../helpers/fill-store.js';
import {program, runCli} from '../helpers/run-cli.js';

// A token that is there already is printed by the entry alone. So the entry is run here without the
// rest of the program beside it: what it does not do itself ends there, with nothing printed.

const fresh = 'mailbox-0@example.com';
/** It still serves, and is to be renewed. */
const due = 'mailbox-1@example.com';
let directory: string;
let entry: string;
const ready: string[] = [];

/** A store whose tokens were copied. Each test takes one. */
const store = () => ready.pop() ?? expect.fail('there are too few stores');
const copyOf = (config: string, name = fresh) => tokenCopyFile(tokenBase(config, name));
const storesOf = (config: string) => openStores({directory: config, now: Date.now});
const tokenOf = (config: string, name = fresh) =>
	storesOf(config).secrets.readTokens(name).tokens?.accessToken;

beforeAll(async () => {
	directory = mkdtempSync(path.join(realpathSync(tmpdir()), 'mailgrant-quick-'));
	entry = path.join(directory, 'dist', 'mailgrant.js');
	mkdirSync(path.dirname(entry));
	for (const name of ['mailgrant.js', 'package.json']) {
		copyFileSync(path.join(path.dirname(program), name), path.join(path.dirname(entry), name));
	}
	for (let number = 0; number < 20; number++) {
		const config = path.join(directory, `config-${number}`);
		const ages = [0, hourMs - 60_000];
		await fillStore(config, {
			count: 2,
			fields: {tokenUrl: 'https://localhost:9/token', authorizeUrl: 'https://localhost:9/a'},
			obtainedAt: index => Date.now() - (ages[index] ?? 0),
		});
		ready.push(config);
	}
	// Files that were just written are not told apart by their times.
	for (const config of ready) {
		while (!existsSync(copyOf(config)) || !existsSync(copyOf(config, due))) {
			await delay(20);
			for (const name of [fresh, due]) storesOf(config).copyToken?.(name);
		}
	}
}, 60_000);
afterAll(() => rmSync(directory, {recursive: true, force: true}));

/** The entry by itself, as a program for which nobody waits at a terminal. */
function alone(
	config: string,
	args: readonly string[] = ['token', fresh],
	more: Readonly<Record<string, string>> = {},
) {
	const env = {PATH: process.env.PATH ?? '', HOME: directory, MAILGRANT_CONFIG: config, ...more};
	return spawnSync(process.execPath, [entry, ...args], {env, encoding: 'utf8'});
}

function expectLeft(ended: ReturnType<typeof alone>) {
	expect(ended.stdout).toBe('');
	expect(ended.stderr).toContain('program.mjs');
	expect(ended.status).not.toBe(0);
}

const auditLines = (config: string) =>
	readFileSync(path.join(config, 'audit.log'), 'utf8')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);

test('the entry alone prints a token that is there, and writes its use down as the program does', async () => {
	const config = store();
	const printed = alone(config);
	expect(printed).toMatchObject({status: 0, stderr: '', stdout: `${tokenOf(config)}\n`});
	expect(alone('/nowhere', ['--config', config, 'token', fresh]).stdout).toBe(printed.stdout);
	// With a limit of time it is the program that does it.
	const whole = await runCli(['token', fresh, '--timeout=5'], {config});
	expect(whole).toEqual({code: 0, stderr: '', stdout: printed.stdout});
	const plain = auditLines(config).map(({time: _, pid: __, ...line}) => line);
	expect(plain).toHaveLength(3);
	expect(plain[0]).toMatchObject({command: 'token', grant: fresh, secret: 'access token'});
	expect(plain[1]).toEqual(plain[0]);
	expect(plain[2]).toEqual(plain[0]);
});

test('the program lays a copy down, which no other grant and no reader gets', async () => {
	const config = store();
	const copy = copyOf(config);
	rmSync(copy);
	expectLeft(alone(config));
	expect(await runCli(['token', fresh], {config})).toMatchObject({code: 0});
	expect(statSync(copy).mode & 0o777).toBe(0o600);
	expect(alone(config)).toMatchObject({status: 0});
	const bytes = readFileSync(copy);
	expect(bytes.includes(String(tokenOf(config)))).toBe(false);
	writeFileSync(copyOf(config, due), bytes);
	expectLeft(alone(config, ['token', due]));
});

test.each([
	['no name', ['token']],
	['two names', ['token', fresh, due]],
	['help', ['token', fresh, '--help']],
	['an option of other commands', ['token', fresh, '--json']],
	['a descriptor', ['token', fresh, '--passphrase-fd', '3']],
	['a name behind hyphens', ['token', '--', fresh]],
	['an empty directory', ['token', fresh, '--config', '']],
	['another command', ['status', 'token']],
	['a grant that is not there', ['token', 'nobody']],
])('a command line with %s is left to the program', (_, args) => {
	const config = ready[0] ?? expect.fail('there are too few stores');
	expectLeft(alone(config, args));
});

test('where another store is in use, all is left to the program', () => {
	const config = store();
	expect(alone(config)).toMatchObject({status: 0});
	const other = 'postgres://u@127.0.0.1:1/d';
	expectLeft(alone(config, ['token', fresh], {MAILGRANT_STORE: other}));
	expectLeft(alone(config, ['token', fresh, '--store', other]));
	writeFileSync(path.join(config, 'store.json'), JSON.stringify({store: other}), {mode: 0o600});
	expectLeft(alone(config));
});

test('a token that is due is left to the program, which gives what still serves', async () => {
	const config = store();
	expectLeft(alone(config, ['token', due]));
	const whole = await runCli(['token', due], {config});
	expect(whole).toMatchObject({code: 0, stdout: `${tokenOf(config, due)}\n`});
	expectLeft(alone(config, ['token', due]));
});

test('after a renewal by anybody the old token is not given again', async () => {
	const config = store();
	const now = Date.now();
	await storesOf(config).secrets.updateTokens(fresh, ({tokens}) => ({
		tokens: tokens && {...tokens, accessToken: 'newer-token', obtainedAt: now},
	}));
	expectLeft(alone(config));
	expect(await runCli(['token', fresh], {config})).toMatchObject({stdout: 'newer-token\n'});
});

test('after the grant was removed its token is not given again', async () => {
	const config = store();
	expect(await runCli(['remove', fresh, '--yes'], {config})).toMatchObject({code: 0});
	expect(existsSync(copyOf(config))).toBe(false);
	expectLeft(alone(config));
	expect((await runCli(['token', fresh], {config})).stderr).toContain('There is no grant');
});

test('a grant that goes away by hand, or for tokens of another way, is seen at once', async () => {
	const config = store();
	const file = path.join(config, 'grants.json');
	const text = readFileSync(file, 'utf8');
	// In the same place, of the same length.
	writeFileSync(file, text.replaceAll(fresh, fresh.replace('0', '7')));
	expectLeft(alone(config));
	writeFileSync(file, text.replace('"browser"', '"app-only"'));
	expectLeft(alone(config));
	expect((await runCli(['token', fresh], {config})).stdout).toBe('');
});

test('what others may read is left to the program, which refuses it', async () => {
	for (const name of ['.', 'grants.json', 'secrets.enc', 'key', 'tokens/key.enc']) {
		const config = store();
		chmodSync(path.join(config, name), name === '.' ? 0o755 : 0o644);
		const whole = await runCli(['token', fresh], {config});
		const quick = alone(config);
		// What the copy is not made with is looked at when it is used.
		if (name === 'tokens/key.enc') expect(quick).toMatchObject({status: 0});
		else expectLeft(quick);
		expect(whole.code, name).toBe(name === 'tokens/key.enc' ? 0 : 1);
	}
});

test('a copy that is damaged, loose or of another key is left alone', async () => {
	const config = store();
	const copy = copyOf(config);
	const bytes = readFileSync(copy);
	for (const place of [0, 30, 45, 60, bytes.length - 1]) {
		writeFileSync(
			copy,
			bytes.map((byte, index) => (index === place ? byte ^ 1 : byte)),
		);
		expectLeft(alone(config));
	}
	truncateSync(copy, 40);
	expectLeft(alone(config));
	chmodSync(copy, 0o644);
	writeFileSync(copy, bytes);
	expectLeft(alone(config));
	expect(await runCli(['token', fresh], {config})).toMatchObject({
		code: 0,
		stdout: `${tokenOf(config)}\n`,
	});
});

test('a store with a passphrase is left to the program, and no copy of the old key stays', async () => {
	const config = store();
	const stdin = 'canary horse battery';
	expect(
		await runCli(['rekey', '--passphrase', '--passphrase-stdin'], {config, stdin}),
	).toMatchObject({code: 0});
	expect(existsSync(copyOf(config))).toBe(false);
	expect(existsSync(copyOf(config, due))).toBe(false);
	expectLeft(alone(config));
	expect((await runCli(['token', fresh], {config})).stderr).toContain('passphrase');
});

test('while the key of the store is changed, all is left to the program', () => {
	const config = store();
	const key = path.join(config, 'key.json');
	writeFileSync(`${key}.other`, '');
	writeFileSync(path.join(config, 'key.next.json'), '{}', {mode: 0o600});
	expectLeft(alone(config));
});

test('with several keys about, the one that fits is used, or the program is', () => {
	const config = store();
	renameSync(path.join(config, 'key'), path.join(config, 'key.next'));
	expect(alone(config)).toMatchObject({status: 0, stdout: `${tokenOf(config)}\n`});
	writeFileSync(path.join(config, 'key'), `${Buffer.alloc(32).toString('base64')}\n`, {
		mode: 0o600,
	});
	expectLeft(alone(config));
});

test('a use that can’t be written down, or makes the log too long, is left to the program', async () => {
	const config = store();
	const log = path.join(config, 'audit.log');
	mkdirSync(log);
	expectLeft(alone(config));
	const whole = await runCli(['token', fresh], {config});
	expect(whole).toMatchObject({code: 0, stdout: `${tokenOf(config)}\n`});
	expect(whole.stderr).toContain('not written down');
	rmSync(log, {recursive: true});
	appendFileSync(log, 'x'.repeat(1024 * 1024 - 20), {mode: 0o600});
	expectLeft(alone(config));
	expect(await runCli(['token', fresh], {config})).toMatchObject({code: 0});
	expect(existsSync(`${log}.1`)).toBe(true);
});

test('a reader that has gone is no failure', () => {
	const config = store();
	const command = `"$0" "$1" token ${fresh} | true; exit "\${PIPESTATUS[0]}"`;
	const ended = spawnSync('bash', ['-c', command, process.execPath, entry], {
		env: {...process.env, HOME: directory, MAILGRANT_CONFIG: config},
		encoding: 'utf8',
	});
	expect(ended).toMatchObject({status: 0, stderr: ''});
});

test('a Node before 22.3, which looks up no module by getBuiltinModule, is enough', () => {
	const config = store();
	const older = path.join(directory, 'older.cjs');
	writeFileSync(older, 'delete process.getBuiltinModule;\n');
	const env = {NODE_OPTIONS: `--require ${older}`};
	// Secrets whose key came along make it look in more than one module.
	renameSync(path.join(config, 'key'), path.join(config, 'key.next'));
	expect(alone(config, ['token', fresh], env)).toMatchObject({
		status: 0,
		stdout: `${tokenOf(config)}\n`,
		stderr: '',
	});
	const whole = spawnSync(process.execPath, [program, 'list'], {
		env: {PATH: process.env.PATH ?? '', HOME: directory, MAILGRANT_CONFIG: config, ...env},
		encoding: 'utf8',
	});
	expect(whole).toMatchObject({status: 0, stderr: ''});
	expect(whole.stdout).toContain(fresh);
});
