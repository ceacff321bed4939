import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import type {Event, State} from '../../source/checklist/state.js';
import {statusOf} from '../../source/checklist/step-status.js';
import {createStore} from '../../source/checklist/store.js';
import {createTasks} from '../../source/tasks/create-tasks.js';
import {listRecords} from '../../source/tasks/grants.js';
import type {Tasks} from '../../source/tasks/tasks.js';
import {mailIn} from '../helpers/mail-in.js';
import {freePort, type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {turn} from '../helpers/turn.js';
import {untilIn} from '../helpers/until.js';

let world: PracticeWorld;
let tasks: Tasks;
afterEach(async () => {
	await tasks.end();
	await world.close();
});

/** The screens' verbs over practice servers, without screens. */
async function open(services = world.services) {
	const initial: State = {
		isPractice: true,
		providers: world.services.providers,
		records: listRecords(world.services),
		view: {at: 'checklist', grant: listRecords(world.services)[0]?.grant.name},
		runs: {},
		reviews: {},
		drafts: {},
		cursors: {},
	};
	const store = createStore<State, Event>(reducer, initial);
	tasks = createTasks(store, services, {timeoutMs: 5000});
	const until = untilIn(store);
	const is = (step: Parameters<typeof statusOf>[0]) =>
		statusOf(step, store.getState().records[0], world.services.providers).is;
	return {store, until, is};
}

test('a form makes a grant, and the next step is shown', async () => {
	world = await practiceWorld();
	const {store} = await open();
	expect(
		tasks.saveFields('provider', {name: 'a', provider: 'microsoft', mailbox: 'nobody'}),
	).toEqual({
		mailbox: expect.stringContaining('has no domain'),
	});
	expect(store.getState().records).toEqual([]);
	expect(
		tasks.saveFields('provider', {
			name: 'a',
			provider: 'microsoft',
			mailbox: 'evmail@practice.example',
		}),
	).toEqual({});
	await turn();
	expect(store.getState().view).toEqual({at: 'checklist', grant: 'a'});
	expect(world.services.grants.read('a')?.grant.mailbox).toBe('evmail@practice.example');
});

test('a secret typed with the form is the one that is verified, the first time and the next', async () => {
	world = await practiceWorld();
	const {tenant, clientId, clientSecret} = world.practice.practice.identity('microsoft');
	const {until, is} = await open();
	tasks.saveFields('provider', {
		name: 'a',
		provider: 'microsoft',
		mailbox: 'evmail@practice.example',
		callbackPort: String(await freePort()),
	});
	await turn();
	tasks.openStep('client');
	expect(tasks.enterSecret(`${clientSecret.slice(0, 8)}${'x'.repeat(32)}`)).toBeUndefined();
	tasks.saveFields('client', {tenant, clientId});
	await until(() => is('client') === 'failed');
	expect(tasks.enterSecret(clientSecret)).toBeUndefined();
	tasks.saveFields('client', {tenant, clientId});
	await until(() => is('client') === 'done');
});

test('what was pasted as the portal\u2019s page is shown as drafts, and its secret is stored', async () => {
	world = await practiceWorld();
	const {store, until} = await open();
	tasks.saveFields('provider', {
		name: 'a',
		provider: 'microsoft',
		mailbox: 'evmail@practice.example',
	});
	await turn();
	tasks.openStep('client');
	tasks.enterIdentity(tasks.practice?.portalPage ?? '');
	const state = await until(({records}) => records[0]?.facts.clientSecret !== undefined);
	const {tenant, clientId, clientSecret} = world.practice.practice.identity('microsoft');
	expect(state.drafts['a/client']).toMatchObject({tenant, clientId});
	const {providers: _, ...shown} = store.getState();
	expect(JSON.stringify(shown)).not.toContain(clientSecret);
});

test('Esc on a waiting sign-in ends it, goes back, and keeps it for a paste', async () => {
	world = await practiceWorld();
	await world.grant();
	const {store, until} = await open();
	tasks.openStep('client');
	await until(({records}) => records[0]?.evidence.client?.outcome === 'proved');
	tasks.back();
	tasks.openStep('sign-in');
	const listening = ({runs}: State) =>
		runs['sign-in']?.step === 'sign-in' && runs['sign-in'].progress?.callback.is === 'listening';
	await until(listening);
	tasks.back();
	expect(store.getState().view).toMatchObject({at: 'checklist'});
	const state = await until(({runs}) => runs['sign-in'] === undefined);
	expect(state.records[0]?.facts.pendingSince).toBeTypeOf('number');
	expect(state.records[0]?.evidence['sign-in']).toBeUndefined();
	tasks.openStep('sign-in');
	await until(listening);
	tasks.practice?.playBrowser();
	await until(({records}) => records[0]?.evidence['sign-in']?.outcome === 'proved');
});

test('a renamed grant keeps secrets, evidence and its place on the screen', async () => {
	world = await practiceWorld();
	await world.grant();
	const {store, until} = await open();
	tasks.openStep('client');
	await until(({records}) => records[0]?.evidence.client?.outcome === 'proved');
	tasks.back();
	expect(tasks.renameGrant('evmail', '')).toMatch(/needs a name/);
	expect(tasks.renameGrant('evmail', 'evmail@acme.com')).toBeUndefined();
	const state = await until(({records}) => records[0]?.grant.name === 'evmail@acme.com');
	expect(state.view).toEqual({at: 'checklist', grant: 'evmail@acme.com'});
	expect(state.records[0]?.facts.clientSecret).toBeDefined();
	expect(statusOf('client', state.records[0], world.services.providers).is).toBe('done');
	expect(tasks.deleteGrant('evmail@acme.com', 'evmail')).toMatch(/not its name/);
	tasks.deleteGrant('evmail@acme.com', 'evmail@acme.com');
	await until(({records}) => records.length === 0);
	expect(store.getState().view).toEqual({at: 'grants'});
	expect(world.services.secrets.read('evmail@acme.com')).toEqual({});
});

test('the secret goes to the clipboard and to no state', async () => {
	world = await practiceWorld();
	await world.grant();
	const copied: string[] = [];
	const copy = async (text: string) => {
		copied.push(text);
		return {how: 'terminal', detail: 'Sent to the terminal.'} as const;
	};
	const {store, until} = await open({
		...world.services,
		terminal: {...world.services.terminal, copy},
	});
	const {clientSecret} = world.practice.practice.identity('microsoft');
	tasks.copySecret();
	const state = await until(({notice}) => notice !== undefined);
	expect(state.notice).toEqual({
		level: 'fine',
		text: 'Client Secret: Sent to the terminal.',
		nextSteps: ['If nothing arrives: v shows it, for the mouse to select.'],
	});
	expect(copied).toEqual([clientSecret]);
	expect(tasks.readSecret()).toBe(clientSecret);
	expect(JSON.stringify({...store.getState(), providers: {}})).not.toContain(clientSecret);
});

test('a secret that can\u2019t be copied is not shown in its place', async () => {
	world = await practiceWorld();
	await world.grant();
	const copy = async () => ({how: 'nowhere', detail: 'No clipboard.'}) as const;
	const {store, until} = await open({
		...world.services,
		terminal: {...world.services.terminal, copy},
	});
	tasks.copySecret();
	const {notice, overlay} = await until(state => state.notice !== undefined);
	expect(overlay).toBeUndefined();
	expect(notice?.nextSteps).toEqual(['v shows it, for the mouse to select.']);
	expect(JSON.stringify({...store.getState(), providers: {}})).not.toContain(tasks.readSecret());
});

test('a sheet is saved as a new file, and nothing is overwritten', async () => {
	world = await practiceWorld();
	await world.grant();
	const {store, until} = await open();
	const file = path.join(world.directory, 'sheet.txt');
	tasks.saveText('Hand-over sheet', file, 'one');
	const saved = await until(({notice}) => notice !== undefined);
	expect(saved.notice?.text).toBe(`Hand-over sheet: saved as ${file}`);
	store.dispatch({type: 'notice-dropped'});
	tasks.saveText('Hand-over sheet', file, 'two');
	const refused = await until(({notice}) => notice !== undefined);
	expect(refused.notice).toMatchObject({
		level: 'trouble',
		text: `There is a file ${file} already; it was left as it is.`,
	});
	expect(await readFile(file, 'utf8')).toBe('one');
});

const shownByExtraview = (base: string) =>
	`${base}/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility`;

test('what ExtraView shows gives the base URL, proves it, or says what differs', async () => {
	world = await practiceWorld();
	await world.grant();
	const {store, is} = await open();
	const base = 'https://track.acme.com/evj';
	tasks.compareInstance('no address');
	await turn();
	expect(store.getState().notice?.text).toContain('no address');
	tasks.compareInstance(`Redirect URI: ${shownByExtraview(base)}\n`);
	await turn();
	expect(store.getState().records[0]?.grant.extraviewUrl).toBe(base);
	expect(is('instance')).toBe('done');
	tasks.compareInstance(`${shownByExtraview('https://app7.acme.com/evj')}&code=M.C5-canary`);
	await turn();
	expect(is('instance')).toBe('failed');
	const stored = JSON.stringify(listRecords(world.services));
	expect(stored).toContain('ExtraView says app7.acme.com');
	expect(stored).not.toContain('canary');
	tasks.saveFields('instance', {extraviewUrl: 'https://app7.acme.com/evj'});
	await turn();
	expect(is('instance')).toBe('stale');
	tasks.compareInstance(shownByExtraview('https://app7.acme.com/evj'));
	await turn();
	expect(is('instance')).toBe('done');
	tasks.saveFields('instance', {extraview: 'no'});
	await turn();
	expect(is('instance')).toBe('left out');
});

test('who is told by mail is kept for all grants, and a test mail says through which it went', async () => {
	world = await practiceWorld();
	const {grant} = await world.grant();
	const now = world.services.now();
	const scope =
		'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send';
	await world.services.secrets.update(grant.name, latest => ({
		...latest,
		tokens: {
			accessToken: world.practice.issueToken({account: grant.mailbox, scope}),
			obtainedAt: now,
			expiresAt: now + 3_600_000,
			scopes: [],
			flow: 'browser',
		},
	}));
	const {store, until} = await open();
	expect(tasks.nameTold('ada')).toContain('no domain');
	expect(tasks.nameTold('ada@practice.example')).toBeUndefined();
	await until(({notify}) => notify?.settings.to[0] === 'ada@practice.example');
	tasks.sendTestMail();
	await until(({notice}) => notice?.text.startsWith('Sent to') === true);
	expect(store.getState().notice?.text).toBe('Sent to ada@practice.example through evmail.');
	await until(({notify}) => notify?.last?.through === 'evmail');
	expect(await mailIn(world.practice, 'ada@practice.example')).toHaveLength(1);
	expect(tasks.nameTold('  ')).toBeUndefined();
	await until(({notice}) => notice?.text === 'Nobody is told any more.');
	tasks.sendTestMail();
	await until(({notice}) => notice?.level === 'trouble');
	expect(store.getState().notice?.nextSteps).toEqual([
		'Name somebody: mailgrant notify --to ADDRESS',
	]);
});
