import {afterEach, expect, test} from 'vitest';
import type {Evidence} from '../../source/checklist/evidence.js';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import {statusOf} from '../../source/checklist/step-status.js';
import {checkClient} from '../../source/tasks/check-client.js';
import {editGrant, saveEvidence} from '../../source/tasks/grants.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {testIncoming} from '../../source/tasks/test-incoming.js';
import {testOutgoing} from '../../source/tasks/test-outgoing.js';
import {trySenders} from '../../source/tasks/try-senders.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';

const shared = 'shared@practice.example';
const ada = 'ada@practice.example';

let world: PracticeWorld;
afterEach(() => world.close());

/** Signs in as whoever the address names, or as another. */
async function signIn(record: GrantRecord, user?: string): Promise<[Evidence, string | null]> {
	const listening = Promise.withResolvers<string>();
	const {done} = beginSignIn(world.context, record, ({callback, authorizationUrl}) => {
		if (callback.is === 'listening') listening.resolve(authorizationUrl);
	});
	const url = await listening.promise;
	const hint = new URL(url).searchParams.get('login_hint');
	await world.practice.practice.playBrowser(url, user ?? hint ?? '');
	return [await done, hint];
}

const users = (protocol: 'imap' | 'pop3' | 'smtp') =>
	world.practice.requests[protocol].flatMap(line => {
		const base64 = /([\w+/=]{60,})\s*$/.exec(line)?.[1] ?? '';
		return /^user=([^\u0001]+)/.exec(Buffer.from(base64, 'base64').toString())?.[1] ?? [];
	});

for (const incoming of ['imap', 'pop3'] as const) {
	test(`a member opens a shared mailbox by ${incoming} and sends as it`, async () => {
		world = await practiceWorld();
		const {context, services} = world;
		let record = await world.grant({mailbox: shared, account: ada, incoming});
		record = await saveEvidence(services, 'evmail', 'client', await checkClient(context, record));
		const [signed, hint] = await signIn(record);
		expect(hint).toBe(ada);
		record = await saveEvidence(services, 'evmail', 'sign-in', signed);
		record = await saveEvidence(
			services,
			'evmail',
			'incoming',
			await testIncoming(context, record),
		);
		const sent = await testOutgoing(context, record, {roundTrip: true});
		record = await saveEvidence(services, 'evmail', 'outgoing', sent);
		expect(
			(['client', 'sign-in', 'incoming', 'outgoing'] as const).map(step => {
				const {is, summary} = statusOf(step, record, services.providers);
				return `${is}: ${summary}`;
			}),
		).toEqual([
			'done: verified with the provider',
			`done: as ${ada}`,
			expect.stringMatching(/^done: \d+ messages? in the mailbox$/),
			expect.stringMatching(/^done: round trip in [\d.]+ s, signed in as ada@practice\.example$/),
		]);
		expect([...new Set(users(incoming))]).toEqual([shared]);
		expect(users('smtp')).toEqual([ada]);
	});
}

test('where SMTP wants the shared address after all, it is tried and said', async () => {
	world = await practiceWorld();
	const record = await world.grant({mailbox: shared, account: ada});
	await signIn(record);
	world.fault({smtp: {isSharedUser: true}});
	const {outcome, report} = await testOutgoing(world.context, record, {roundTrip: false});
	expect(outcome).toBe('proved');
	expect(report).toMatchObject({user: shared});
	expect(users('smtp')).toEqual([ada, shared]);
	const [verdict] = await trySenders(world.context, record, {
		senders: [{address: shared, sources: ['custom']}],
		to: shared,
	});
	expect(verdict?.is).toBe('fine');
});

test('where neither is taken, the refusal of the member counts', async () => {
	world = await practiceWorld();
	const record = await world.grant({mailbox: shared, account: ada});
	await signIn(record);
	const text =
		'535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.';
	world.fault({smtp: {refusal: {text}}});
	const {outcome, diagnosis} = await testOutgoing(world.context, record, {roundTrip: false});
	expect([outcome, diagnosis?.id]).toEqual(['failed', 'exo-smtp-tenant-disabled']);
});

test('what the network refuses is not tried twice', async () => {
	world = await practiceWorld();
	const record = await world.grant({mailbox: shared, account: ada});
	await signIn(record);
	world.fault({smtp: {breaks: {at: 'sign-in', how: 'reset'}}});
	expect((await testOutgoing(world.context, record, {roundTrip: false})).outcome).toBe('failed');
	expect(world.practice.requests.smtp.filter(line => line.startsWith('AUTH'))).toHaveLength(1);
});

test('another than the member is the wrong account, and the member of no shared mailbox is told how', async () => {
	world = await practiceWorld();
	const record = await world.grant({mailbox: shared, account: ada});
	const [wrong] = await signIn(record, 'evmail@practice.example');
	expect(wrong).toMatchObject({
		outcome: 'failed',
		diagnosis: {
			id: 'sign-in-wrong-account',
			cause: `evmail@practice.example signed in, but for ${shared} it is ${ada} who has to.`,
		},
	});
	const saved = await editGrant(world.services, 'evmail', {account: ''});
	if ('errors' in saved) throw new Error('not saved');
	const [member] = await signIn(saved.record, ada);
	expect(member.diagnosis?.fix.join('\n')).toContain(`enter ${ada} as Signs in as`);
});

test.each([
	['imap', 'exo-imap-not-connected'],
	['pop3', 'exo-pop-not-connected'],
] as const)(
	'an account without Full Access is told so at the mailbox: %s',
	async (incoming, id) => {
		world = await practiceWorld();
		const account = 'evmail@practice.example';
		const record = await world.grant({mailbox: shared, account, incoming});
		const [signed] = await signIn(record);
		expect(signed.outcome).toBe('proved');
		const {diagnosis} = await testIncoming(world.context, record);
		expect(diagnosis).toMatchObject({id, title: `${account} may not open the shared mailbox`});
		expect(diagnosis?.fix).toContain(
			`Add-MailboxPermission -Identity ${shared} -User ${account} -AccessRights FullAccess`,
		);
		expect(diagnosis?.checked?.join('\n')).toContain(
			`${account} signed in, as it should for ${shared}.`,
		);
		const others = diagnosis?.others?.map(({title}) => title) ?? [];
		expect(others).toContain('The protocol is switched off for the mailbox');
		expect(others).not.toContain('Another account signed in, without Full Access');
	},
);
