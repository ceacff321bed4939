import {existsSync, readFileSync} from 'node:fs';
import {request} from 'node:https';
import path from 'node:path';
import {expect, test} from 'vitest';
import {listedFaults} from '../../source/diagnosis/listed-faults.js';
import {faultIds} from '../../source/practice/fault-of.js';
import {runCli, startCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const config = () => path.join(temporaryDirectory(), 'config');

test('practice --faults lists every fault once, with what is explained then', async () => {
	const {code, stdout, stderr} = await runCli(['practice', '--faults'], {config: config()});
	expect([code, stderr]).toEqual([0, '']);
	const lines = stdout.trimEnd().split('\n');
	expect(lines).toHaveLength(faultIds.length);
	for (const {id, title} of listedFaults(faultIds)) {
		expect(lines.filter(line => line.startsWith(`${id} `) && line.endsWith(title))).toHaveLength(1);
	}
	expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(102);
});

test.each([['--serve'], []])('an unknown fault names those next to it, %j', async (...more) => {
	const args = ['practice', '--fault', 'exo-smtp-tenant-disable', ...more];
	const ended = await runCli(args, {config: config()});
	expect(ended).toMatchObject({code: 2, stdout: ''});
	expect(ended.stderr).toBe(
		[
			'The practice servers know no fault "exo-smtp-tenant-disable".',
			'  Did you mean: exo-smtp-tenant-disabled, exo-smtp-basic-disabled, exo-smtp-mailbox-disabled',
			'  All of them: mailgrant practice --faults',
			'',
		].join('\n'),
	);
});

test('a failure that no server can cause is told apart from a mistyped one', async () => {
	const ended = await runCli(['practice', '--fault', 'net-dns'], {config: config()});
	expect(ended).toMatchObject({code: 2, stdout: ''});
	expect(ended.stderr).toMatch(/^No server can cause net-dns: The host name does not exist\.\n/);
});

test('escape codes of a mistyped fault reach no terminal', async () => {
	const ended = await runCli(['practice', '--fault', '\u001B]0;owned\u0007x'], {config: config()});
	expect(ended.code).toBe(2);
	expect(ended.stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
});

test('practice --serve has the fault from the start, and the check command explains it', async () => {
	const servers = startCli(['practice', '--serve', '--fault', 'ms-secret-expired'], {
		config: config(),
	});
	servers.endInput();
	const [line] = await servers.until(/^\{.*\}\n/);
	const {flags, client, extraview} = JSON.parse(line);
	const own = {config: config()};
	const add = startCli(
		[
			...['add', 'ev', '--provider', 'microsoft', '--mailbox', 'evmail@practice.example'],
			...['--client-id', client.id, '--client-secret-stdin'],
			...Object.entries<string>(flags.microsoft).flatMap(([name, value]) => [
				`--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`,
				value,
			]),
		],
		own,
	);
	add.write(`${client.secret}\n`);
	add.endInput();
	expect(await add.ended).toMatchObject({code: 0});
	const checked = await runCli(['check', 'ev', '--json'], own);
	expect(checked.code).toBe(1);
	expect(checked.stdout).toContain('"ms-secret-expired"');
	expect(existsSync(extraview.apacheConfig)).toBe(true);
	servers.kill('SIGTERM');
	expect(await servers.ended).toMatchObject({code: 0, stderr: ''});
	expect(existsSync(extraview.apacheConfig)).toBe(false);
}, 30_000);

/** What a client that trusts the practice authority is answered. */
function post(url: string, body: string, ca: string): Promise<{status?: number; answer: unknown}> {
	const {promise, resolve, reject} = Promise.withResolvers<{status?: number; answer: unknown}>();
	const sent = request(url, {method: 'POST', ca, agent: false}, response => {
		let text = '';
		response.setEncoding('utf8').on('data', chunk => (text += chunk));
		response.on('end', () => resolve({status: response.statusCode, answer: JSON.parse(text)}));
	});
	sent.on('error', reject);
	sent.end(body);
	return promise;
}

test('practice --serve takes a certificate as the portal does, and an application signs in with it', async () => {
	const servers = startCli(['practice', '--serve'], {config: config()});
	servers.endInput();
	const [line] = await servers.until(/^\{.*\}\n/);
	const {flags, client, ca, portal} = JSON.parse(line);
	const own = {config: config()};
	const added = await runCli(
		[
			...['add', 'ev', '--provider', 'microsoft', '--mailbox', 'evmail@practice.example'],
			...['--flow', 'app-only', '--client-id', client.id],
			...Object.entries<string>(flags.microsoft).flatMap(([name, value]) => [
				`--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`,
				value,
			]),
		],
		own,
	);
	expect(added, added.stderr).toMatchObject({code: 0});
	const file = path.join(temporaryDirectory(), 'ev.pem');
	expect(await runCli(['certificate', 'ev', '--make', '--out', file], own)).toMatchObject({
		code: 0,
	});
	const before = await runCli(['check', 'ev'], own);
	expect(before).toMatchObject({code: 1, stdout: expect.stringMatching(/failed +certificate: /)});

	expect(await post(portal.certificates, 'ev.pem', ca)).toEqual({
		status: 400,
		answer: {error: 'This is no certificate in PEM.'},
	});
	const pem = readFileSync(file, 'utf8');
	const key = '-----BEGIN PRIVATE KEY-----';
	expect(await post(portal.certificates, `${pem}${key}`, ca)).toMatchObject({
		status: 400,
		answer: {error: expect.stringContaining('private key')},
	});
	expect(await post(portal.certificates, pem, ca)).toEqual({
		status: 201,
		answer: {
			sha1: expect.stringMatching(/^[\dA-F]{40}$/),
			sha256: expect.stringMatching(/^[\dA-F]{64}$/),
		},
	});
	const checked = await runCli(['check', 'ev'], own);
	expect(checked, checked.stdout).toMatchObject({code: 0});
	expect(await runCli(['token', 'ev'], own)).toMatchObject({
		code: 0,
		stdout: expect.stringMatching(/^\S{100,}\n$/),
	});
	expect(client.google.serviceAccountKey).toMatchObject({type: 'service_account'});
	servers.kill('SIGTERM');
	expect(await servers.ended).toMatchObject({code: 0});
}, 40_000);
