import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {fitOf} from '../../source/checklist/steps.js';
import {createServices} from '../../source/create-services.js';
import {readRecord, saveEvidence} from '../../source/tasks/grants.js';
import {runCli} from '../helpers/run-cli.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const secret = 'kQ8Q~c4nary.the.first.one.of.all.012345';
const newSecret = 'kQ8Q~c4nary.the.second.one.of.all.01234';
const clientId = 'c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7';
const control = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

/** A grant `ev` with a secret, in a directory of its own. */
async function place() {
	const config = path.join(temporaryDirectory(), 'config');
	const run = (args: readonly string[], stdin = '') => runCli(args, {config, stdin});
	const flags = ['--provider', 'microsoft', '--mailbox', 'evmail@example.com'];
	const added = await run(['add', 'ev', ...flags, '--client-secret-stdin'], secret);
	expect(added).toMatchObject({code: 0});
	const services = createServices({directory: config});
	return {
		config,
		run,
		services,
		grant: () => readRecord(services, 'ev').grant,
		secret: () => services.secrets.read('ev').clientSecret?.value,
		stored: () => readFileSync(path.join(config, 'grants.json'), 'utf8'),
		/** As if the step had been proved for the values of now. */
		prove(step: 'client' | 'services') {
			const record = readRecord(services, 'ev');
			const fits = fitOf(step, record, services.providers);
			saveEvidence(services, 'ev', step, {at: 1, outcome: 'proved', fits, summary: 'proved'});
		},
	};
}

test('fields are changed, and an empty value removes one', async () => {
	const {run, grant, secret: kept} = await place();
	const changed = await run(['edit', 'ev', '--tenant=contoso.com', '--client-id', clientId]);
	expect(changed).toEqual({code: 0, stdout: 'Changed ev: Tenant ID, Client ID.\n', stderr: ''});
	expect(grant()).toMatchObject({tenant: 'contoso.com', clientId, mailbox: 'evmail@example.com'});
	expect(await run(['edit', 'ev', '--tenant=', '--flow='])).toMatchObject({
		code: 0,
		stdout: 'Changed ev: Tenant ID.\n',
	});
	expect(grant()).not.toHaveProperty('tenant');
	expect(grant().flow).toBe('browser');
	expect(kept()).toBe(secret);
});

test('proofs that no longer hold are named, and others are not', async () => {
	const {run, prove} = await place();
	prove('client');
	prove('services');
	const ended = await run(['edit', 'ev', '--tenant', 'contoso.com']);
	expect(ended).toMatchObject({code: 0, stderr: 'Next: mailgrant check ev\n'});
	// Microsoft’s authorization host has the tenant in its path only, so step 2 holds.
	expect(ended.stdout).toBe(
		'Changed ev: Tenant ID.\nStale now, since values have changed: 7 IDs and secret.\n',
	);
	const json = await run(['edit', 'ev', '--smtp', 'mail.example.com:587', '--json']);
	expect(JSON.parse(json.stdout)).toMatchObject({
		grant: 'ev',
		changed: ['smtp'],
		stale: [
			{number: 2, step: 'services', title: 'Mail service from here'},
			{number: 7, step: 'client', title: 'IDs and secret'},
		],
		clientSecret: true,
	});
});

test('what is there already is no change, and no proof is lost', async () => {
	const {run, prove} = await place();
	prove('client');
	expect(await run(['edit', 'ev', '--mailbox', 'evmail@example.com'])).toEqual({
		code: 0,
		stdout: 'Nothing changed: ev has these values already.\n',
		stderr: '',
	});
});

test('a new secret comes from standard input and is never shown', async () => {
	const {run, prove, secret: kept} = await place();
	prove('client');
	const args = ['edit', 'ev', '--client-secret-stdin', '--secret-expires', '2028-11-23'];
	const ended = await run(args, `${newSecret}\n`);
	expect(ended.stdout).toBe(
		'Changed ev: Secret ends, client secret.\nStale now, since values have changed: 7 IDs and secret.\n',
	);
	expect(kept()).toBe(newSecret);
	expect(ended.stdout + ended.stderr).not.toContain('c4nary');
});

test('standard input is left alone when no secret is meant', async () => {
	const {run, secret: kept} = await place();
	expect(await run(['edit', 'ev', '--tenant', 'contoso.com'], newSecret)).toMatchObject({code: 0});
	expect(kept()).toBe(secret);
});

test('without anything to change it says what can be given', async () => {
	const {run} = await place();
	for (const args of [
		['edit', 'ev'],
		['edit', 'ev', '--json'],
		['edit', 'nobody'],
	]) {
		const ended = await run(args);
		expect(ended).toMatchObject({code: 2, stdout: ''});
		expect(ended.stderr).toMatch(/^edit lacks what to change\.\n.*--provider, --mailbox, .*\n/);
		expect(ended.stderr).toContain('--client-secret-stdin');
	}
});

test('all that is wrong is said at once, and nothing is changed', async () => {
	const {run, stored, secret: kept} = await place();
	const before = stored();
	const ended = await run(
		[
			'edit',
			'ev',
			'--provider=',
			'--mailbox=evmail',
			'--tenant=contoso.com',
			`--client-id=${clientId.slice(1)}`,
			'--imap=nowhere',
			'--secret-expires=soon',
			'--client-secret-stdin',
		],
		'short',
	);
	expect(ended).toMatchObject({code: 2, stdout: ''});
	expect(ended.stderr).toMatch(/^6 values are wrong; nothing was changed\.\n/);
	const flags = [...ended.stderr.matchAll(/^ {2}(--[\w-]+):/gm)].map(([, flag]) => flag);
	expect(flags.sort()).toEqual([
		'--client-id',
		'--client-secret-stdin',
		'--imap',
		'--mailbox',
		'--provider',
		'--secret-expires',
	]);
	expect(stored()).toBe(before);
	expect(kept()).toBe(secret);
});

test('a Client ID is judged for the provider that the grant has then', async () => {
	const {run, grant} = await place();
	const ended = await run(['edit', 'ev', '--provider', 'google', '--client-id', clientId]);
	expect(ended).toMatchObject({code: 2, stderr: expect.stringMatching(/^--client-id: /)});
	expect(grant().provider).toBe('microsoft');
});

test('a grant that is not there is not made', async () => {
	const {run, stored} = await place();
	const before = stored();
	const ended = await run(['edit', 'nobody', '--tenant', 'contoso.com']);
	expect(ended).toMatchObject({code: 1, stdout: ''});
	expect(ended.stderr).toBe('There is no grant "nobody".\n  These exist: ev\n');
	expect(stored()).toBe(before);
	const elsewhere = path.join(temporaryDirectory(), 'config');
	const none = await runCli(['edit', 'ev', '--tenant', 'a.example'], {config: elsewhere});
	expect(none).toMatchObject({code: 1, stderr: expect.stringContaining('mailgrant add NAME')});
	expect(existsSync(path.join(elsewhere, 'grants.json'))).toBe(false);
});

test('values of 100 kB and control characters end in a sentence, and are not kept', async () => {
	const {run, grant, stored} = await place();
	const before = stored();
	const huge = 'x'.repeat(100_000);
	const flags = ['--scope', '--mailbox', '--client-id', '--ca-file', '--tenant'];
	for (const flag of flags) {
		const ended = await run(['edit', 'ev', flag, huge]);
		expect(ended, flag).toMatchObject({code: 2, stdout: ''});
		expect(ended.stderr.length, flag).toBeLessThan(1000);
	}
	const secrets = await run(['edit', 'ev', '--client-secret-stdin'], huge);
	expect(secrets).toMatchObject({code: 2, stderr: expect.stringContaining('longer than any')});
	const escapes = await run(['edit', '\u001B[31mnobody\u0007', '--incoming', '\u001B]0;t\u0007x']);
	expect(escapes.code).toBe(1);
	expect(escapes.stderr).not.toMatch(control);
	const wrong = await run(['edit', 'ev', '--incoming', '\u001B[31mimap\u0007x']);
	expect(wrong.code).toBe(2);
	expect(wrong.stderr).not.toMatch(control);
	expect(stored()).toBe(before);
	expect(await run(['edit', 'ev', '--scope', 'a\u001B[31mb\u0007'])).toMatchObject({code: 0});
	expect(grant().scope).toBe('ab');
});

test('a secret as a value is refused, with the way to give it', async () => {
	const {run, secret: kept} = await place();
	const ended = await run(['edit', 'ev', `--client-secret=${newSecret}`]);
	expect(ended.code).toBe(2);
	expect(ended.stderr).toContain('mailgrant edit NAME … --client-secret-stdin < FILE');
	expect(ended.stderr).not.toContain('c4nary');
	expect(kept()).toBe(secret);
});

/** The command on a terminal, where each line is typed once it is asked for. */
const onTerminal = (
	{services}: Awaited<ReturnType<typeof place>>,
	options: readonly string[],
	typed: readonly string[],
) => runCommand(['edit', 'ev', ...options], services, {typed});

const wished = ['--client-secret-stdin'];

test('on a terminal the secret is asked for, until it is one', async () => {
	const there = await place();
	const {code, stdout, stderr} = await onTerminal(there, wished, ['short', newSecret]);
	expect([code, stdout]).toEqual([0, 'Changed ev: client secret.\n']);
	expect(stderr).toContain('It has only 5 characters');
	expect(stderr).not.toContain('c4nary');
	expect(there.secret()).toBe(newSecret);
});

test('on a terminal Enter alone leaves the secret as it is', async () => {
	const there = await place();
	const {code, stdout} = await onTerminal(there, wished, ['']);
	expect([code, stdout]).toEqual([0, 'Nothing changed: ev has these values already.\n']);
	expect(there.secret()).toBe(secret);
});

test('on a terminal nothing is asked when no secret is meant, or a flag is wrong', async () => {
	const there = await place();
	const {stderr} = await onTerminal(there, ['--tenant', 'contoso.com'], []);
	expect(stderr).toBe('');
	expect(await onTerminal(there, [...wished, '--tenant', 'Acme Corp'], [])).toMatchObject({
		stderr: expect.stringMatching(/^--tenant: /),
		code: 2,
	});
	expect(there.grant().tenant).toBe('contoso.com');
});
