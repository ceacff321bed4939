import {afterEach, expect, test} from 'vitest';
import type {Evidence} from '../../source/checklist/evidence.js';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {SignInProgress} from '../../source/checklist/state.js';
import {progressOf, statusOf} from '../../source/checklist/step-status.js';
import {checkAlive} from '../../source/tasks/check-alive.js';
import {checkClient} from '../../source/tasks/check-client.js';
import {checkServices} from '../../source/tasks/check-services.js';
import {freshToken} from '../../source/tasks/fresh-token.js';
import {readRecord, saveClientSecret, saveEvidence, writeGrant} from '../../source/tasks/grants.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {testIncoming} from '../../source/tasks/test-incoming.js';
import {testOutgoing} from '../../source/tasks/test-outgoing.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';

let world: PracticeWorld;
afterEach(() => world.close());

/** A sign-in with what it told on its way. */
function signIn(record: GrantRecord) {
	const seen: SignInProgress[] = [];
	const listening = Promise.withResolvers<SignInProgress>();
	const device = Promise.withResolvers<string>();
	const signing = beginSignIn(world.context, record, progress => {
		seen.push(progress);
		if (progress.callback.is === 'listening') listening.resolve(progress);
		if (progress.device.is === 'waiting') device.resolve(progress.device.userCode);
	});
	return {...signing, seen, listening: listening.promise, userCode: device.promise};
}

async function signedIn(record: GrantRecord, user = record.grant.mailbox): Promise<Evidence> {
	const signing = signIn(record);
	const {authorizationUrl} = await signing.listening;
	await world.practice.practice.playBrowser(authorizationUrl, user);
	return signing.done;
}

const save = (record: GrantRecord, step: Parameters<typeof saveEvidence>[2], evidence: Evidence) =>
	saveEvidence(world.services, record.grant.name, step, evidence);

for (const provider of ['microsoft', 'google', 'custom'] as const) {
	for (const incoming of ['imap', 'pop3'] as const) {
		test(`${provider} with ${incoming} goes from IDs to a proven mailbox`, async () => {
			world = await practiceWorld();
			let record = await world.grant({provider, incoming});
			record = await save(record, 'services', await checkServices(world.context, record));
			record = await save(record, 'client', await checkClient(world.context, record));
			record = await save(record, 'sign-in', await signedIn(record));
			record = await save(record, 'incoming', await testIncoming(world.context, record));
			record = await save(
				record,
				'outgoing',
				await testOutgoing(world.context, record, {roundTrip: true}),
			);
			record = await save(record, 'alive', await checkAlive(world.context, record));
			const words = (
				['services', 'client', 'sign-in', 'incoming', 'outgoing', 'alive'] as const
			).map(
				step =>
					`${statusOf(step, record, world.services.providers).is}: ${record.evidence[step]?.summary}`,
			);
			expect(words).toEqual([
				expect.stringMatching(/^done: all answer, 3 of 3, slowest \d+ ms$/),
				'done: verified with the provider',
				'done: as evmail@practice.example',
				expect.stringMatching(/^done: \d+ messages in the mailbox$/),
				expect.stringMatching(/^done: round trip in [\d.]+ s$/),
				'done: renewed, with nobody at the browser',
			]);
			expect(progressOf(record, world.services.providers)).toMatchObject({failed: 0});
		});
	}
}

test('a device code signs in where the provider has it', async () => {
	world = await practiceWorld();
	const signing = signIn(await world.grant());
	await signing.listening;
	signing.startDevice();
	await world.practice.practice.playDevice(await signing.userCode, 'evmail@practice.example');
	const {outcome, report} = await signing.done;
	expect([outcome, report]).toMatchObject(['proved', {road: 'device', flow: 'device'}]);
	expect((await freshToken(world.context, readRecord(world.services, 'evmail'))).ok).toBe(true);
}, 20_000);

test('a pasted address completes a sign-in that another process began', async () => {
	world = await practiceWorld();
	const record = await world.grant();
	const killed = signIn(record);
	const {authorizationUrl} = await killed.listening;
	world.abort();
	await expect(killed.done).rejects.toThrow('stopped');
	const last = await world.practice.practice.playBrowser(authorizationUrl, record.grant.mailbox);
	const after = readRecord(world.services, 'evmail');
	expect(after.facts.pendingSince).toBeTypeOf('number');
	const signing = beginSignIn(
		{...world.context, signal: new AbortController().signal},
		after,
		() => undefined,
	);
	signing.paste(last);
	expect(await signing.done).toMatchObject({outcome: 'proved', report: {road: 'paste'}});
	expect(readRecord(world.services, 'evmail').facts.pendingSince).toBeUndefined();
});

test('a wrong paste says what is wrong and ends nothing', async () => {
	world = await practiceWorld();
	const record = await world.grant();
	const signing = signIn(record);
	const {authorizationUrl} = await signing.listening;
	signing.paste(authorizationUrl);
	expect(signing.seen.at(-1)?.pasteProblem).toMatch(/where the sign-in starts/);
	signing.paste('http://localhost:8765/callback?code=abc&state=another');
	expect(signing.seen.at(-1)?.pasteProblem).toMatch(/earlier attempt/);
	await world.practice.practice.playBrowser(authorizationUrl, record.grant.mailbox);
	expect((await signing.done).outcome).toBe('proved');
});

test('another account than the mailbox is a failed step, and its token is not kept', async () => {
	world = await practiceWorld();
	const evidence = await signedIn(await world.grant(), 'ada@practice.example');
	expect(evidence).toMatchObject({
		outcome: 'failed',
		diagnosis: {id: 'sign-in-wrong-account', step: 'sign-in'},
	});
	expect(readRecord(world.services, 'evmail').facts.tokens).toBeUndefined();
});

test('a scope that was not granted is a failed step that names it', async () => {
	world = await practiceWorld({faults: {oauth: {droppedScopes: ['SMTP.Send']}}});
	const evidence = await signedIn(await world.grant());
	expect(evidence.diagnosis?.id).toBe('sign-in-missing-scope');
	expect(evidence.diagnosis?.cause).toContain('SMTP.Send');
});

test('client ID, secret and tenant are told apart before anyone signs in', async () => {
	world = await practiceWorld();
	const record = await world.grant();
	const checks = async (): Promise<string> => {
		const {report} = await checkClient(world.context, readRecord(world.services, 'evmail'));
		if (report?.type !== 'client') return '';
		return report.checks.map(({name, status}) => `${name} ${status}`).join(', ');
	};
	expect(await checks()).toBe('tenant ok, client ok, secret ok');
	world.fault({oauth: {isSecretExpired: true}});
	expect(await checks()).toBe('tenant ok, client ok, secret failed');
	world.practice.faults.clear();
	await saveClientSecret(world.services, 'evmail', 'kQ8Q~wrongwrongwrongwrongwrongwrongwrong');
	expect(await checks()).toBe('tenant ok, client ok, secret failed');
	await writeGrant(world.services, {
		...record.grant,
		clientId: '00000000-1111-2222-3333-444444444444',
	});
	expect(await checks()).toBe('tenant ok, client failed, secret unknown');
	await writeGrant(world.services, {
		...record.grant,
		tenant: '00000000-1111-2222-3333-444444444444',
	});
	expect(await checks()).toBe('tenant failed, client unknown, secret unknown');
});

test('an access token that is about to end is refreshed once, by one of many that ask', async () => {
	world = await practiceWorld({accessTokenSeconds: 2});
	const record = await world.grant();
	await signedIn(record);
	const {tokens} = world.services.secrets.read('evmail');
	await world.services.secrets.update('evmail', secrets => ({
		...secrets,
		tokens: secrets.tokens && {...secrets.tokens, expiresAt: Date.now()},
	}));
	const before = world.practice.requests.oauth.length;
	const given = await Promise.all(Array.from({length: 5}, () => freshToken(world.context, record)));
	const values = new Set(given.map(token => token.ok && token.accessToken));
	expect([...values]).toHaveLength(1);
	expect(values.has(tokens?.accessToken ?? '')).toBe(false);
	expect(world.practice.requests.oauth.length - before).toBe(1);
});

test('a dead refresh token is a diagnosis that asks for a sign-in', async () => {
	world = await practiceWorld();
	const record = await world.grant();
	await signedIn(record);
	await world.services.secrets.update('evmail', secrets => ({
		...secrets,
		tokens: secrets.tokens && {...secrets.tokens, expiresAt: Date.now()},
	}));
	world.fault({oauth: {isRevoked: true}});
	const token = await freshToken(world.context, record);
	expect(token).toMatchObject({ok: false, diagnosis: {transient: false, step: 'sign-in'}});
});

test('a refused mailbox is the failed layer, with what the server said', async () => {
	world = await practiceWorld();
	const record = await world.grant();
	await signedIn(record);
	world.fault({imap: {refusal: {text: 'NO AUTHENTICATE failed.'}}});
	const {report, outcome} = await testIncoming(world.context, record);
	expect(outcome).toBe('failed');
	if (report?.type !== 'incoming') throw new Error('no report');
	expect(report.service.layers.map(({name, status}) => `${name} ${status}`)).toEqual([
		'name ok',
		'connect ok',
		'TLS ok',
		'greeting ok',
		'offers ok',
		'sign in failed',
	]);
	expect(report.service.diagnosis?.said).toContain('AUTHENTICATE failed.');
	const {accessToken} = world.services.secrets.read('evmail').tokens ?? {};
	const transcript = report.service.transcript?.join('\n') ?? '';
	expect(transcript).toContain('AUTHENTICATE');
	expect(transcript).not.toContain(accessToken?.slice(0, 40));
});
