import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createCertificates} from '../../source/certificate/certificates.js';
import {type PracticeServers, startPractice} from '../../source/practice/start-practice.js';
import type {Ended} from '../helpers/followed.js';
import {runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

describe('the built program without anyone signing in', {timeout: 60_000}, () => {
	let servers: PracticeServers;
	beforeAll(async () => {
		servers = await startPractice();
	});
	afterAll(() => servers?.close());

	function place() {
		const directory = temporaryDirectory();
		const config = path.join(directory, 'config');
		const {endpoints, identity, caFile} = servers;
		const mail = {
			mailbox: 'evmail@practice.example',
			imap: endpoints.imap,
			'imap-security': 'tls',
			'smtp-security': 'starttls',
			smtp: endpoints.smtp,
			'ca-file': caFile,
			flow: 'app-only',
		};
		const microsoft = {
			...mail,
			provider: 'microsoft',
			tenant: identity.tenant,
			'client-id': identity.clientId,
			'token-url': endpoints.microsoft.token,
			'authorize-url': endpoints.microsoft.authorize,
			'metadata-url': endpoints.microsoft.metadata,
		};
		const google = {
			...mail,
			provider: 'google',
			'token-url': endpoints.google.token,
			'authorize-url': endpoints.google.authorize,
			'metadata-url': endpoints.google.metadata,
		};
		const said: string[] = [];
		const run = async (args: readonly string[], stdin?: string): Promise<Ended> => {
			const ended = await runCli(args, {config, stdin});
			said.push(ended.stdout, ended.stderr);
			return ended;
		};
		const fine = async (args: readonly string[], stdin?: string) => {
			const ended = await run(args, stdin);
			expect(ended, `${args.join(' ')}\n${ended.stdout}\n${ended.stderr}`).toMatchObject({code: 0});
			return ended;
		};
		const flags = (given: Record<string, string>) =>
			Object.entries(given).map(([flag, value]) => `--${flag}=${value}`);
		/** check, test, token, and what the checklist and the audit log say then. */
		async function prove(proof: 'client secret sent' | `${string} key signed a request`) {
			await fine(['check', 'ev']);
			await fine(['test', 'ev', '--round-trip']);
			const first = await fine(['token', 'ev']);
			expect(first.stdout).toMatch(/^\S{100,}\n$/);
			expect((await fine(['token', 'ev'])).stdout).toBe(first.stdout);
			said.splice(said.indexOf(first.stdout), 1);
			said.splice(said.indexOf(first.stdout), 1);
			expect((await fine(['sign-in', 'ev'])).stdout).toContain('Got a token, as the application.');
			await fine(['refresh', 'ev', '--force']);
			const {stdout} = await fine(['status', 'ev']);
			expect(stdout).toMatch(/^ {2}6 +left out +Redirect URI +no browser takes part$/m);
			expect(stdout).toMatch(/^ {2}8 +done +Get a token +as the application$/m);
			expect(stdout).toMatch(/8 of 8 done/);
			const {stdout: log} = await fine(['audit', 'ev']);
			const uses = [...log.matchAll(/ev: (.+) \(requestAppToken\)$/gm)].map(([, use]) => use);
			const {host} = new URL(endpoints.microsoft.token);
			expect([...new Set(uses)]).toEqual([`${proof} to ${host}`]);
			return first.stdout.trim();
		}
		return {directory, microsoft, google, flags, run, fine, prove, said};
	}

	const expectUntold = (said: readonly string[], secrets: readonly string[]) => {
		for (const secret of secrets) expect(said.join('\n')).not.toContain(secret);
	};

	test('with a client secret', async () => {
		const {fine, flags, microsoft, prove, said} = place();
		const secret = servers.identity.clientSecret;
		await fine(['add', 'ev', '--client-secret-stdin', ...flags(microsoft)], `${secret}\n`);
		expectUntold(said, [await prove('client secret sent'), secret]);
	});

	test('with a certificate that is made here', async () => {
		const {directory, fine, run, flags, microsoft, prove, said} = place();
		const added = await fine(['add', 'ev', ...flags(microsoft)]);
		expect(added.stderr).toContain('mailgrant certificate ev --make');
		expect(await run(['certificate', 'ev'])).toMatchObject({code: 1});
		const file = path.join(directory, 'ev.pem');
		const made = await fine(['certificate', 'ev', '--make', '--days=30', '--out', file, '--json']);
		const {sha1, sha256, ends} = JSON.parse(made.stdout);
		expect([sha1, sha256, ends]).toEqual([
			expect.stringMatching(/^[\dA-F]{40}$/),
			expect.stringMatching(/^[\dA-F]{64}$/),
			expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
		]);
		const pem = readFileSync(file, 'utf8');
		expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/);
		const before = await run(['check', 'ev']);
		expect(before).toMatchObject({code: 1, stdout: expect.stringMatching(/failed +certificate: /)});
		servers.practice.uploadCertificate(pem);
		const token = await prove('certificate key signed a request');
		const shown = await fine(['certificate', 'ev']);
		expect(shown.stdout).toContain(`(SHA-1): ${sha1}`);
		expect(shown.stdout).toContain(pem.trim());
		expect(await run(['certificate', 'ev', '--make'])).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('--replace'),
		});
		expectUntold(said, [token, 'PRIVATE KEY']);
	});

	test('with a certificate that was made elsewhere, and with no wrong pair', async () => {
		const {directory, fine, run, flags, microsoft, prove, said} = place();
		await fine(['add', 'ev', ...flags(microsoft)]);
		const {make} = createCertificates();
		const [own, other] = [1, 2].map(days => make({commonName: 'ev', days, now: Date.now()}));
		const {certificate, privateKey} = (await own) ?? {certificate: '', privateKey: ''};
		const file = (name: string, text: string) => {
			writeFileSync(path.join(directory, name), text);
			return path.join(directory, name);
		};
		const [pem, key] = [file('ev.pem', certificate), file('ev.key', privateKey)];
		const otherKey = file('other.key', (await other)?.privateKey ?? '');
		expect(await run(['certificate', 'ev', '--import', pem, '--key', otherKey])).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('The certificate is not of this private key.'),
		});
		expect(await run(['certificate', 'ev', '--key', key])).toMatchObject({code: 2});
		expect(await run(['certificate', 'ev', '--make', '--days', '0'])).toMatchObject({code: 2});
		await fine(['certificate', 'ev', '--import', pem, '--key', key]);
		servers.practice.uploadCertificate(certificate);
		expectUntold(said, [
			await prove('certificate key signed a request'),
			privateKey.split('\n')[3] ?? '-',
		]);
	});

	test('with the key of a service account', async () => {
		const {directory, fine, run, flags, google, prove, said} = place();
		const added = await fine(['add', 'ev', ...flags(google)]);
		expect(added.stderr).toContain('mailgrant service-account ev FILE');
		const json = servers.practice.serviceAccountKey();
		const file = path.join(directory, 'key.json');
		writeFileSync(file, json);
		const kept = await fine(['service-account', 'ev', file]);
		expect(kept.stdout).toContain('Client ID: 104857600000000000042');
		expect(kept.stdout).toContain('OAuth scopes: https://mail.google.com/');
		expect(await run(['service-account', 'ev', '--stdin'], '{"type": "other"}')).toMatchObject({
			code: 1,
		});
		expectUntold(said, [
			await prove('service account key signed a request'),
			JSON.parse(json).private_key.split('\n')[3],
		]);
	});

	test('what can’t be is refused, and nothing is kept', async () => {
		const {run, flags, microsoft, google} = place();
		const add = (given: Record<string, string>) => run(['add', 'ev', ...flags(given)]);
		expect(await add({...microsoft, tenant: 'organizations'})).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/^--tenant: .*own tenant/m),
		});
		expect(await add({...google, cloud: 'dod'})).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/^--cloud: .*no clouds/m),
		});
		expect(
			await run(['add', 'ev', '--client-secret-stdin', ...flags(google)], 'secret'),
		).toMatchObject({code: 2, stderr: expect.stringContaining('key file')});
		expect(await run(['list'])).toMatchObject({stdout: expect.not.stringContaining('ev')});
		expect(await add({...microsoft, flow: 'client-credentials', cloud: 'dod'})).toMatchObject({
			code: 0,
			stderr: expect.stringContaining('Note: The SMTP host of DoD is not confirmed'),
		});
		expect(await run(['sign-in', 'ev', '--flow', 'browser'])).toMatchObject({code: 2});
		expect(await run(['test', 'ev'])).toMatchObject({
			code: 1,
			stdout: expect.stringContaining('Client Secret or certificate'),
		});
	});
});
