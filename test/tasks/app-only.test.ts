import {afterEach, expect, test} from 'vitest';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import {nextStep, progressOf, statusOf} from '../../source/checklist/step-status.js';
import {steps} from '../../source/checklist/steps.js';
import {readServiceAccount} from '../../source/paste/service-account.js';
import {checkClient} from '../../source/tasks/check-client.js';
import {saveCertificate, saveServiceAccount} from '../../source/tasks/credentials.js';
import {freshToken} from '../../source/tasks/fresh-token.js';
import {editGrant, readRecord, saveEvidence} from '../../source/tasks/grants.js';
import {getAppToken} from '../../source/tasks/sign-in/app-road.js';
import {testIncoming} from '../../source/tasks/test-incoming.js';
import {testOutgoing} from '../../source/tasks/test-outgoing.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';

let world: PracticeWorld;
afterEach(() => world.close());

const flow = 'app-only';

/** A grant with each kind of credential, ready to ask for a token. */
const ready: Record<string, (texts?: Record<string, string>) => Promise<GrantRecord>> = {
	secret: texts => world.grant({flow, ...texts}),
	async certificate(texts) {
		await world.grant({flow, ...texts});
		const now = world.services.now();
		const made = await world.services.certificates.make({commonName: 'evmail', days: 30, now});
		world.practice.practice.uploadCertificate(made.certificate);
		return saveCertificate(world.services, 'evmail', made);
	},
	async 'service account'(texts) {
		await world.grant({flow, provider: 'google', clientId: '', ...texts});
		const key = readServiceAccount(world.practice.practice.serviceAccountKey());
		if ('error' in key) throw new Error(key.error);
		return saveServiceAccount(world.services, 'evmail', key);
	},
};

for (const [kind, make] of Object.entries(ready)) {
	for (const incoming of ['imap', 'pop3'] as const) {
		test(`${kind} with ${incoming} goes to a proven mailbox, and nobody signs in`, async () => {
			world = await practiceWorld();
			let record = await make({incoming});
			const {context, services} = world;
			for (const [step, check] of [
				['client', checkClient],
				['sign-in', getAppToken],
				['incoming', testIncoming],
			] as const) {
				record = await saveEvidence(services, 'evmail', step, await check(context, record));
			}
			const sent = await testOutgoing(context, record, {roundTrip: true});
			record = await saveEvidence(services, 'evmail', 'outgoing', sent);
			expect(
				(['client', 'sign-in', 'incoming', 'outgoing'] as const).map(step => {
					const {is, summary} = statusOf(step, record, services.providers);
					return `${is}: ${summary}`;
				}),
			).toEqual([
				'done: verified with the provider',
				'done: as the application',
				expect.stringMatching(/^done: \d+ messages in the mailbox$/),
				expect.stringMatching(/^done: round trip in [\d.]+ s$/),
			]);
			expect(record.evidence['sign-in']?.report).toMatchObject({
				road: 'app',
				missingScopes: [],
				hasRefreshToken: false,
			});
		});
	}

	test(`${kind}: a token is there without a sign-in, kept, and asked for again at its end`, async () => {
		world = await practiceWorld({accessTokenSeconds: 2});
		const record = await make();
		const tokenOf = async () => {
			const fresh = await freshToken(world.context, record);
			if (!fresh.ok) throw new Error(fresh.diagnosis.title);
			return fresh;
		};
		const first = await tokenOf();
		expect(await tokenOf()).toEqual({...first, isRenewed: false});
		await world.services.secrets.update('evmail', ({tokens, ...others}) => ({
			...others,
			...(tokens && {tokens: {...tokens, expiresAt: world.services.now()}}),
		}));
		expect((await tokenOf()).accessToken).not.toBe(first.accessToken);
		expect(world.services.secrets.read('evmail').tokens?.refreshToken).toBeUndefined();
	});
}

test('the checklist leaves out what is ExtraView’s and what needs a browser', async () => {
	world = await practiceWorld();
	const record = await world.grant({flow, extraviewUrl: 'https://track.acme.com/evj'});
	const {providers} = world.services;
	const leftOut = steps.flatMap(({id}) => {
		const {is, summary} = statusOf(id, record, providers);
		return is === 'left out' ? [`${id}: ${summary}`] : [];
	});
	const others = 'app-only: for other programs';
	expect(leftOut).toEqual([
		`instance: ${others}`,
		`web-server: ${others}`,
		'redirect: no browser takes part',
		`token-form: ${others}`,
		`evmail: ${others}`,
		`batchmail: ${others}`,
		`senders: ${others}`,
	]);
	expect(progressOf(record, providers).of).toBe(8);
	expect(nextStep(record, providers)).toBe('services');
});

test('a permission without consent is told at the token, not at the mailbox', async () => {
	world = await practiceWorld();
	const record = await world.grant({flow});
	world.fault({oauth: {droppedScopes: ['SMTP.SendAsApp']}});
	expect(await getAppToken(world.context, record)).toMatchObject({
		outcome: 'failed',
		diagnosis: {id: 'app-missing-role', who: 'admin', step: 'register', said: 'SMTP.SendAsApp'},
	});
	expect(world.services.secrets.read('evmail').tokens).toBeUndefined();
});

test('a mailbox that Exchange was not told of names the service principal and its Object ID', async () => {
	world = await practiceWorld();
	const record = await world.grant({flow, mailbox: 'ada@practice.example'});
	const {outcome, diagnosis} = await testIncoming(world.context, record);
	expect([outcome, diagnosis?.id]).toEqual(['failed', 'exo-sp-not-registered']);
	expect(diagnosis?.cause).toMatch(/Object ID of the enterprise application/);
	expect(diagnosis?.fix.join('\n')).toMatch(
		/New-ServicePrincipal[\s\S]*Add-MailboxPermission -Identity ada@practice\.example/,
	);
});

test('a certificate that is not uploaded is a failed check of the certificate', async () => {
	world = await practiceWorld();
	await world.grant({flow});
	const now = world.services.now();
	const made = await world.services.certificates.make({commonName: 'evmail', days: 30, now});
	const record = await saveCertificate(world.services, 'evmail', made);
	expect(record.facts).toMatchObject({
		clientSecret: undefined,
		certificate: {sha1: made.sha1, sha256: made.sha256, endsAt: made.endsAt},
	});
	expect(record.grant.secretExpires).toBe(new Date(made.endsAt).toISOString().slice(0, 10));
	expect(JSON.stringify(record)).not.toContain(made.privateKey.split('\n')[3]);
	const {outcome, report, diagnosis} = await checkClient(world.context, record);
	expect([outcome, diagnosis?.id]).toEqual(['failed', 'ms-assertion-signature']);
	expect(report).toMatchObject({
		checks: [
			{name: 'tenant', status: 'ok'},
			{name: 'client', status: 'ok'},
			{name: 'certificate', status: 'failed'},
		],
	});
});

test('a service account that may not act for the mailbox is told so', async () => {
	world = await practiceWorld();
	const record = await ready['service account']?.({mailbox: 'nobody@practice.example'});
	if (!record) throw new Error('no record');
	const {report, diagnosis} = await checkClient(world.context, record);
	expect(diagnosis?.id).toBe('g-sa-user-invalid');
	expect(report).toMatchObject({
		checks: [{name: 'key', status: 'ok', detail: 'is taken, but not for this mailbox'}],
	});
});

test('what can’t go together is refused with a sentence', async () => {
	world = await practiceWorld();
	const {name} = (await world.grant()).grant;
	const errors = async (texts: Record<string, string>) => {
		const saved = await editGrant(world.services, name, texts);
		return 'errors' in saved ? Object.entries(saved.errors).join(' ') : 'saved';
	};
	expect(await errors({flow: 'app-only', tenant: 'organizations'})).toMatch(/^tenant,.*its own/);
	expect(await errors({provider: 'custom', flow: 'app-only'})).toMatch(/^flow,.*needs no person/);
	expect(await errors({provider: 'google', cloud: 'dod'})).toMatch(/^cloud,.*no clouds/);
	expect(await errors({flow: 'client-credentials', cloud: 'dod'})).toBe('saved');
	expect(readRecord(world.services, name).grant.flow).toBe('app-only');
});

test('tokens of a person are not taken for those of the application', async () => {
	world = await practiceWorld();
	const {services, context} = world;
	const record = await world.grant();
	const accessToken = world.practice.issueToken({
		account: 'evmail@practice.example',
		scope: 'https://outlook.office.com/IMAP.AccessAsUser.All',
	});
	const now = services.now();
	await services.secrets.update('evmail', secrets => ({
		...secrets,
		tokens: {accessToken, obtainedAt: now, expiresAt: now + 3_600_000, scopes: [], flow: 'browser'},
	}));
	expect(await freshToken(context, record)).toMatchObject({accessToken});
	const saved = await editGrant(services, 'evmail', {flow});
	if ('errors' in saved) throw new Error('not saved');
	const fresh = await freshToken(context, saved.record);
	expect(fresh.ok && fresh.accessToken !== accessToken).toBe(true);
});
