import {chmodSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {wrongAudience} from '../helpers/named-states.js';
import {runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {recordOf, storesIn} from '../storage/fixtures.js';

/** Each in a form of its own, so that a find tells where it came from. */
const canaries = {
	clientSecret: 'Canary~1.client+secret/=%',
	privateKey: `-----BEGIN PRIVATE KEY-----\n${'CanaryTwo'.repeat(8)}\n-----END PRIVATE KEY-----\n`,
	accessToken: 'eyJDYW5hcnkz.Q2FuYXJ5VGhyZWU.canary-3-access',
	refreshToken: '1.CanaryFourRefresh-token_x',
	idToken: 'eyJDYW5hcnk1.Q2FuYXJ5Rml2ZQ.canary-5-id',
	state: 'canary-6-state-abcdef',
	codeVerifier: 'canary-7-verifier-abcdef',
	taskPassword: 'canary8password',
	proxyPassword: 'canary9proxy',
	serviceKey: `-----BEGIN PRIVATE KEY-----\n${'CanaryTen'.repeat(8)}\n-----END PRIVATE KEY-----\n`,
	draft: 'canary-11-in-a-wrong-field',
	environment: 'canary12environment',
};

const inBase64 = (text: string) => Buffer.from(text).toString('base64');

async function plant() {
	const directory = temporaryDirectory();
	chmodSync(directory, 0o700);
	const config = path.join(directory, 'config');
	const {grants, secrets} = storesIn(config);
	const record = recordOf('ev', {tenant: 'acme.example', clientId: '7d0c', extraview: 'no'});
	const said = [
		`NO AUTHENTICATE failed ${canaries.accessToken}`,
		`secret ${encodeURIComponent(canaries.clientSecret)} refused`,
		inBase64(`user=ev\u0001auth=Bearer ${canaries.accessToken}\u0001\u0001`),
		`http://ev:${canaries.proxyPassword}@proxy:3128`,
		`"refresh_token": "${canaries.refreshToken}"`,
		inBase64(canaries.refreshToken),
	].join(' | ');
	await grants.write({
		...record,
		evidence: {
			incoming: {
				at: 1,
				fits: '',
				outcome: 'failed',
				summary: `refused ${canaries.accessToken}`,
				diagnosis: {...wrongAudience, said},
			},
		},
	});
	await grants.writeDrafts({'ev/credentials': {tenant: canaries.draft}});
	await secrets.update('ev', () => ({
		clientSecret: {value: canaries.clientSecret, setAt: 1},
		certificate: {
			privateKey: canaries.privateKey,
			certificate: '-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n',
			sha1: 'AB12',
			sha256: 'CD34',
			endsAt: 2,
			setAt: 1,
		},
		serviceAccount: {
			email: 'ev@acme.example',
			uniqueId: '1',
			keyId: '2',
			privateKey: canaries.serviceKey,
			setAt: 1,
		},
		tokens: {
			accessToken: canaries.accessToken,
			refreshToken: canaries.refreshToken,
			idToken: canaries.idToken,
			obtainedAt: 1,
			expiresAt: 2,
			scopes: ['mail.imap'],
			flow: 'browser',
		},
		pending: {
			state: canaries.state,
			codeVerifier: canaries.codeVerifier,
			redirectUri: 'http://localhost:8765/callback',
			fits: '',
			startedAt: 1,
		},
		renewal: {
			failure: {
				at: 1,
				count: 1,
				fits: '',
				diagnosis: {...wrongAudience, title: `Refused ${canaries.refreshToken}`},
			},
		},
		taskTexts: {evmail: `MAIL_PASSWORD=${canaries.taskPassword}\n`},
	}));
	return {directory, config};
}

const env = {
	HTTPS_PROXY: `http://ev:${canaries.proxyPassword}@proxy.example:3128`,
	MAILGRANT_SOMETHING: canaries.environment,
	NODE_EXTRA_CA_CERTS: `/nowhere/${canaries.environment}`,
};

test('a report tells of program, host, grant and failure, and of no secret wherever it lay', async () => {
	const {directory, config} = await plant();
	const file = path.join(directory, 'report.txt');
	const {code, stderr} = await runCli(['report', file], {config, env});
	expect(stderr).toContain(`Written: ${file}`);
	expect(code).toBe(0);
	const text = readFileSync(file, 'utf8');
	for (const expected of [
		'acme.example',
		'evmail@acme.com',
		wrongAudience.title,
		'HTTPS_PROXY',
		'grants.json',
		'Node.js',
		'AUTHENTICATE failed',
		'ev@acme.example',
	]) {
		expect(text).toContain(expected);
	}
	const found = Object.entries(canaries).filter(([, canary]) =>
		[canary, ...canary.split('\n').filter(line => line.length > 20 && !line.startsWith('-----'))]
			.flatMap(form => [form, encodeURIComponent(form), inBase64(form).slice(0, -4)])
			.some(form => text.includes(form)),
	);
	expect(found).toEqual([]);
	expect(text).not.toContain(inBase64(canaries.accessToken).slice(8, 24));
	expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a store that can’t be read is told of in the report', async () => {
	const {config} = await plant();
	writeFileSync(path.join(config, 'secrets.enc'), 'rubbish');
	const {code, stdout} = await runCli(['report', '-'], {config});
	expect(code).toBe(0);
	expect(stdout).toMatch(/Grants\n-+\n {2}could not be read: .*secrets\.enc/);
	expect(stdout).toContain('Node.js');
});

test('a report takes no place of another file', async () => {
	const {directory, config} = await plant();
	const file = path.join(directory, 'report.txt');
	writeFileSync(file, 'mine');
	const {code, stderr} = await runCli(['report', file], {config});
	expect(code).toBe(1);
	expect(stderr).toContain('already');
	expect(readFileSync(file, 'utf8')).toBe('mine');
});
