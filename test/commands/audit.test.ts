import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import {openStores} from '../../source/storage/stores.js';
import type {Ended} from '../helpers/followed.js';
import {freePort} from '../helpers/practice-world.js';
import {runCli, startCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const mailbox = 'evmail@practice.example';
let servers: PracticeServers;
let directory: string;
beforeAll(async () => {
	directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-audit-'));
	servers = await startPractice({directory: path.join(directory, 'practice')});
});
afterAll(async () => {
	await servers?.close();
	rmSync(directory, {recursive: true, force: true});
});

/** A grant that is signed in. */
async function place() {
	const config = path.join(temporaryDirectory(), 'config');
	const run = async (args: readonly string[], stdin = ''): Promise<Ended> => {
		const ended = await runCli(args, {config, stdin, env: {SUDO_USER: 'ada'}});
		expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({code: 0});
		return ended;
	};
	const {endpoints, identity, caFile} = servers;
	await run(
		[
			...['add', 'ev', '--provider=microsoft', `--mailbox=${mailbox}`, `--ca-file=${caFile}`],
			...[`--tenant=${identity.tenant}`, `--client-id=${identity.clientId}`],
			...[`--authorize-url=${endpoints.microsoft.authorize}`],
			...[`--token-url=${endpoints.microsoft.token}`],
			...[`--device-url=${endpoints.microsoft.device}`],
			...[`--metadata-url=${endpoints.microsoft.metadata}`],
			...[`--imap=${endpoints.imap}`, '--imap-security=tls'],
			...[`--smtp=${endpoints.smtp}`, '--smtp-security=starttls'],
			...[`--callback-port=${await freePort()}`, '--client-secret-stdin'],
		],
		identity.clientSecret,
	);
	const cli = startCli(['sign-in', 'ev'], {config});
	const [url] = await cli.until(/https:\S+authorize\?\S+(?=\s)/);
	await servers.practice.playBrowser(url, mailbox);
	expect(await cli.ended).toMatchObject({code: 0});
	return {config, run};
}

const hostOf = (url: string) => new URL(url).host;

test('every use of a secret by every command is written down, and no secret is', {
	timeout: 60_000,
}, async () => {
	const {config, run} = await place();
	const {endpoints, identity} = servers;
	const token = (await run(['token', 'ev'])).stdout.trim();
	await run(['check', 'ev']);
	await run(['test', 'ev', '--round-trip']);
	await run(['senders', 'ev', '--to', mailbox]);
	await run(['values', 'ev']);
	await runCli(['values', 'ev', '--copy', '6'], {config});
	const {secrets} = openStores({directory: config, now: Date.now});
	const before = secrets.read('ev');
	await secrets.update('ev', ({tokens, ...others}) => ({
		...others,
		...(tokens && {tokens: {...tokens, expiresAt: Date.now()}}),
	}));
	await run(['token', 'ev']);
	await run(
		['backup', path.join(config, '..', 'copy'), '--passphrase-stdin'],
		'canary horse battery',
	);

	const lines = JSON.parse((await run(['audit', 'ev', '--json'])).stdout) as Record<
		string,
		unknown
	>[];
	const said = [...new Set(lines.map(({command, secret, use}) => `${command}: ${secret} ${use}`))];
	const provider = hostOf(endpoints.microsoft.token);
	expect(said).toEqual([
		`sign-in: client secret sent to ${provider} (exchangeCode)`,
		'token: access token printed',
		`check: client secret sent to ${provider} (probeClient)`,
		`test: access token sent to ${endpoints.imap} (open)`,
		`test: access token sent to ${endpoints.smtp} (send)`,
		`test: access token sent to ${endpoints.imap} (waitFor)`,
		`senders: access token sent to ${endpoints.smtp} (send)`,
		`senders: access token sent to ${endpoints.imap} (headers)`,
		'values: client secret copied',
		`token: client secret sent to ${provider} (refresh)`,
		`token: refresh token sent to ${provider} (refresh)`,
		`backup: all secrets copied into ${path.join(config, '..', 'copy')}, encrypted`,
	]);
	expect(lines[1]).toMatchObject({
		time: expect.stringMatching(/^\d{4}-.*Z$/),
		uid: process.getuid?.(),
		sudoUser: 'ada',
		pid: expect.any(Number),
	});
	const text = (await run(['audit'])).stdout;
	expect(text.split('\n')[1]).toMatch(
		/ {2}uid \d+ \(ada\) {2}token\[\d+\] {2}ev: access token printed$/,
	);
	expect((await runCli(['audit', 'other', '--json'], {config})).stdout).toBe('[]\n');

	const canaries = [
		identity.clientSecret,
		token,
		before.tokens?.refreshToken ?? expect.fail('no refresh token'),
		'canary horse battery',
	];
	const written = readdirSync(config, {withFileTypes: true, recursive: true}).filter(
		entry => entry.isFile() && entry.name !== 'secrets.enc',
	);
	expect(written.map(({name}) => name)).toContain('key.enc');
	for (const {name, parentPath} of written) {
		const content = readFileSync(path.join(parentPath, name), 'latin1');
		// Not even a part of it.
		for (const canary of canaries) expect(content, name).not.toContain(canary.slice(0, 12));
	}
});

test('a log that can not be written is told, and the token comes all the same', async () => {
	const {config} = await place();
	rmSync(path.join(config, 'audit.log'));
	symlinkSync('/dev/full', path.join(config, 'audit.log'));
	const ended = await runCli(['token', 'ev'], {config});
	expect(ended).toMatchObject({code: 0, stdout: expect.stringMatching(/^\S{800,}\n$/)});
	expect(ended.stderr.match(/was not written down/g)).toHaveLength(1);
});
