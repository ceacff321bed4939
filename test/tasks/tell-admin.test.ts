import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {dayMs} from '../../source/calendar/ending.js';
import {createServices} from '../../source/create-services.js';
import type {NotifySettings} from '../../source/notify/notify-state.js';
import type {TaskContext} from '../../source/tasks/context.js';
import {freshToken} from '../../source/tasks/fresh-token.js';
import {editGrant, readRecord, renameGrant} from '../../source/tasks/grants.js';
import {saveNotifySettings} from '../../source/tasks/notify/save-settings.js';
import {sendTest} from '../../source/tasks/notify/send-test.js';
import {tellAdmin} from '../../source/tasks/notify/tell-admin.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {headersOf, mailIn, textOf} from '../helpers/mail-in.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {openRelay} from '../helpers/relay.js';

const admin = 'ada@practice.example';
const scope =
	'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send';

let world: PracticeWorld;
beforeEach(async () => {
	world = await practiceWorld();
	await grant('good');
	await grant('broken');
});
afterEach(() => world.close());

/** A grant with an access token that the servers take, and a refresh token that they do not know. */
async function grant(name: string) {
	await world.grant({name});
	await signIn(name);
}

async function signIn(name: string, lifeSeconds = 3600) {
	const {services, practice} = world;
	const {
		grant: {mailbox},
	} = readRecord(services, name);
	const now = services.now();
	await services.secrets.update(name, latest => ({
		...latest,
		renewal: undefined,
		tokens: {
			accessToken: practice.issueToken({account: mailbox, scope}),
			refreshToken: 'unknown',
			obtainedAt: now,
			expiresAt: now + lifeSeconds * 1000,
			scopes: scope.split(' '),
			flow: 'browser',
		},
	}));
}

/** As if an hour had passed: it asks for another token, and is refused. */
async function breakGrant(name: string) {
	await signIn(name, -1);
	expect(await freshToken(world.context, readRecord(world.services, name))).toMatchObject({
		ok: false,
		needsPerson: true,
	});
}

const set = (settings: Partial<NotifySettings>) =>
	saveNotifySettings(world.services, before => ({...before, ...settings}));
const arrived = () => mailIn(world.practice, admin);
/** As another process, at another time. */
const contextOf = (later = 0): TaskContext => {
	const {practice, directory, context} = world;
	const services = createServices({directory: path.join(directory, 'config'), practice});
	return {...context, services: {...services, now: () => Date.now() + later}};
};

test('while nobody is named nothing is sent', async () => {
	await breakGrant('broken');
	expect(await tellAdmin(world.context)).toEqual({is: 'off'});
	expect(world.practice.requests.smtp).toEqual([]);
});

test('a sign-in that is dead is told once, through the grant that works, and survives a restart', async () => {
	await set({to: [admin], through: 'broken'});
	await breakGrant('broken');
	expect(await tellAdmin(world.context)).toMatchObject({
		is: 'told',
		sent: {through: ['good'], reached: [admin], missed: []},
	});
	const [message = ''] = await arrived();
	const {services} = world;
	const headers = headersOf(message);
	expect(headers).toMatch(/^From: evmail@practice\.example$/m);
	expect(headers).toMatch(/^To: ada@practice\.example$/m);
	expect(headers).toMatch(/^Date: \w{3}, \d+ \w{3} \d{4} /m);
	expect(headers).toMatch(/^Message-ID: <mailgrant\.[\w-]+@practice\.example>$/m);
	expect(headers).toMatch(/^Auto-Submitted: auto-generated$/m);
	expect(headers).toContain(`Subject: [mailgrant ${services.host.name}] broken: `);
	const text = textOf(message);
	expect(text).toContain('Grant: broken (evmail@practice.example, ');
	expect(text).toContain(`mailgrant --config ${services.grants.directory} sign-in broken`);
	const secrets = ['good', 'broken'].map(name => services.secrets.read(name));
	for (const {tokens, clientSecret} of secrets) {
		expect(message).not.toContain(tokens?.accessToken);
		expect(message).not.toContain(clientSecret?.value);
	}
	expect(await tellAdmin(world.context)).toEqual({is: 'quiet', isFailing: true});
	expect(await tellAdmin(contextOf())).toEqual({is: 'quiet', isFailing: true});
	expect(await arrived()).toHaveLength(1);
});

test('processes that look at the same time send one mail', async () => {
	await set({to: [admin]});
	await breakGrant('broken');
	const all = await Promise.all([1, 2, 3, 4].map(() => tellAdmin(contextOf())));
	expect(all.map(({is}) => is).sort()).toEqual(['quiet', 'quiet', 'quiet', 'told']);
	expect(await arrived()).toHaveLength(1);
});

test('all that is new goes into one mail, and that it is well again into another', async () => {
	await set({to: [admin]});
	await grant('other');
	await breakGrant('broken');
	await breakGrant('other');
	const day = new Date(world.services.now() + 10 * dayMs).toISOString().slice(0, 10);
	await editGrant(world.services, 'good', {secretExpires: day});
	await tellAdmin(world.context);
	await signIn('broken');
	expect(await tellAdmin(world.context)).toEqual({is: 'quiet', isFailing: true});
	await signIn('other');
	expect(await tellAdmin(world.context)).toMatchObject({is: 'told', isFailing: false});
	const [first = '', second = '', ...more] = await arrived();
	expect(more).toEqual([]);
	expect(textOf(first)).toContain('2 grants:\n');
	expect(textOf(first)).toContain('Client Secret ends in 10 days');
	expect(headersOf(second)).toMatch(/Subject: .*right again: 2 grants; 1 thing still open/);
	expect(textOf(second)).toContain('broken: renewed again');
});

test('with no way out it is remembered, tried again later, and goes by the relay that is named then', async () => {
	await set({to: [admin]});
	for (const name of ['broken', 'good']) await breakGrant(name);
	const failed = await tellAdmin(world.context);
	expect(failed).toMatchObject({
		is: 'failed',
		failure: {count: 1, tried: [{through: 'good'}, {through: 'broken'}]},
	});
	expect(await tellAdmin(contextOf())).toMatchObject({is: 'waiting'});
	const asked = world.practice.requests.oauth.length;
	expect(await tellAdmin(contextOf(60_000))).toMatchObject({is: 'failed', failure: {count: 2}});
	expect(await tellAdmin(contextOf(170_000))).toMatchObject({is: 'waiting'});
	// What only a person can repair is not asked for again by it.
	expect(world.practice.requests.oauth).toHaveLength(asked);
	const relay = await openRelay();
	await set({relay: relay.at, from: 'mailgrant@acme.com'});
	expect(await tellAdmin(world.context)).toMatchObject({is: 'told', sent: {through: [relay.at]}});
	expect(relay.messages).toMatchObject([{from: 'mailgrant@acme.com', to: [admin]}]);
	expect(relay.messages[0]?.raw).toContain('Auto-Submitted: auto-generated');
	expect((await world.services.notify.read()).failure).toBeUndefined();
});

test('another host of the store tries in half the time, since it may have a way that this one lacks', async () => {
	await set({to: [admin]});
	for (const name of ['broken', 'good']) await breakGrant(name);
	await tellAdmin(world.context);
	const {services} = world;
	const context = contextOf(31_000);
	expect(await tellAdmin(context)).toMatchObject({is: 'waiting'});
	const host = {...services.host, name: 'mail8'};
	const other = {...context, services: {...context.services, host}};
	expect(await tellAdmin(other)).toMatchObject({is: 'failed', failure: {count: 2, host: 'mail8'}});
	expect(await tellAdmin(other)).toMatchObject({is: 'waiting'});
});

test('a grant that may not send gives way to the relay, and the refreshes know nothing of it', async () => {
	const relay = await openRelay();
	await set({to: [admin], relay: relay.at});
	await breakGrant('broken');
	world.fault({smtp: {mechanisms: []}});
	expect(await tellAdmin(world.context)).toMatchObject({
		is: 'told',
		sent: {through: [relay.at], tried: [{through: 'good'}, {through: 'broken'}]},
	});
	expect(readRecord(world.services, 'good').facts.renewalFailure).toBeUndefined();
});

test('a recipient who is refused does not keep the others from being told', async () => {
	await set({to: ['nobody@practice.example', admin]});
	await breakGrant('broken');
	expect(await tellAdmin(world.context)).toMatchObject({
		is: 'told',
		sent: {reached: [admin], missed: ['nobody@practice.example']},
	});
	expect(await arrived()).toHaveLength(1);
});

test('somebody new is told what is open, and a grant with a new name is no news', async () => {
	await set({to: ['evmail@practice.example']});
	await breakGrant('broken');
	await tellAdmin(world.context);
	await renameGrant(world.services, 'broken', 'still broken');
	expect(await tellAdmin(world.context)).toMatchObject({is: 'quiet'});
	await set({to: [admin]});
	expect(await tellAdmin(world.context)).toMatchObject({is: 'told'});
	expect(textOf((await arrived())[0] ?? '')).toContain("sign-in 'still broken'");
});

test('a test message goes through the chosen grant, and without any way says why', async () => {
	await expect(sendTest(world.context)).rejects.toThrow('Nobody is told yet');
	await set({to: [admin], through: 'broken'});
	expect(await sendTest(world.context)).toMatchObject({through: ['broken'], tried: []});
	expect(headersOf((await arrived())[0] ?? '')).toMatch(/Subject: \[mailgrant .*\] test message/);
	for (const name of ['broken', 'good']) await breakGrant(name);
	const relay = await openRelay({refuses: 'no such user here'});
	await set({relay: relay.at});
	await expect(sendTest(world.context)).rejects.toMatchObject({
		message: 'The message could not be sent by any way.',
		nextSteps: expect.arrayContaining([
			expect.stringContaining(`${relay.at}: 550 no such user here`),
		]),
	});
});

test('a relay that is not there is said by its code', async () => {
	for (const name of ['broken', 'good']) await breakGrant(name);
	await set({to: [admin], relay: '127.0.0.1:1'});
	await expect(sendTest(world.context)).rejects.toMatchObject({
		nextSteps: expect.arrayContaining([expect.stringContaining('ECONNREFUSED')]),
	});
});

test('whoever signs in again ends what failed, for status and mail alike', async () => {
	const {context, services, practice} = world;
	await set({to: [admin]});
	await breakGrant('broken');
	await tellAdmin(context);
	const record = readRecord(services, 'broken');
	expect(record.facts.renewalFailure).toMatchObject({needsPerson: true, step: 'sign-in'});
	const listening = Promise.withResolvers<string>();
	const {done} = beginSignIn(context, record, ({callback, authorizationUrl}) => {
		if (callback.is === 'listening') listening.resolve(authorizationUrl);
	});
	await practice.practice.playBrowser(await listening.promise, record.grant.mailbox);
	expect(await done).toMatchObject({outcome: 'proved'});
	expect(readRecord(services, 'broken').facts.renewalFailure).toBeUndefined();
	expect(await tellAdmin(context)).toMatchObject({is: 'told', isFailing: false});
	expect(headersOf((await arrived())[1] ?? '')).toContain('all is well again: broken');
});

test('where it is looked at every minute, mails keep apart', async () => {
	await set({to: [admin]});
	await breakGrant('broken');
	const apartMs = 900_000;
	// A test message tells nothing, and holds nothing up.
	await sendTest(world.context);
	expect(await tellAdmin(contextOf(), {apartMs})).toMatchObject({is: 'told'});
	await signIn('broken');
	expect(await tellAdmin(contextOf(800_000), {apartMs})).toMatchObject({is: 'waiting'});
	expect(await tellAdmin(contextOf(901_000), {apartMs})).toMatchObject({is: 'told'});
	expect(await arrived()).toHaveLength(3);
});
