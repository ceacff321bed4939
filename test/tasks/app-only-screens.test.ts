import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import type {Event, State} from '../../source/checklist/state.js';
import {statusOf} from '../../source/checklist/step-status.js';
import {createStore} from '../../source/checklist/store.js';
import {createTasks} from '../../source/tasks/create-tasks.js';
import type {Tasks} from '../../source/tasks/tasks.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {turn} from '../helpers/turn.js';

let world: PracticeWorld;
let tasks: Tasks;
afterEach(async () => {
	await tasks.end();
	await world.close();
});

/** The screens' verbs over practice servers, with a grant that signs in as itself. */
async function open(provider: 'microsoft' | 'google') {
	world = await practiceWorld();
	const {providers} = world.services;
	const store = createStore<State, Event>(reducer, {
		isPractice: true,
		providers,
		records: [],
		view: {at: 'checklist'},
		runs: {},
		reviews: {},
		drafts: {},
		cursors: {},
	});
	tasks = createTasks(store, world.services, {timeoutMs: 5000});
	const mailbox = 'evmail@practice.example';
	expect(tasks.saveFields('provider', {provider, mailbox, name: 'ev', flow: 'app-only'})).toEqual(
		{},
	);
	await turn();
	const until = (isSo: (state: State) => boolean) =>
		new Promise<State>(resolve => {
			const look = () => {
				if (!isSo(store.getState())) return;
				leave();
				resolve(store.getState());
			};
			const leave = store.subscribe(look);
			look();
		});
	const is = (step: Parameters<typeof statusOf>[0], state = store.getState()) =>
		statusOf(step, state.records[0], providers).is;
	/** To the end of the list, as the keys would. */
	async function finish() {
		for (const step of ['client', 'sign-in', 'incoming', 'outgoing'] as const) {
			tasks.openStep(step);
			tasks.run(step);
			await until(state => is(step, state) === 'done' && !state.runs[step]);
		}
	}
	return {store, until, is, finish};
}

const stateOnDisk = () => readFileSync(path.join(world.directory, 'config', 'grants.json'), 'utf8');

test('a certificate is made, uploaded to the practice portal, and gets a token', async () => {
	const {store, until, is, finish} = await open('microsoft');
	tasks.openStep('client');
	tasks.practice?.fillIn();
	await until(state => state.records[0]?.facts.clientSecret !== undefined);
	const {tenant, clientId} = world.practice.identity;
	tasks.saveFields('client', {tenant, clientId});
	await turn();
	tasks.makeCertificate();
	const made = await until(state => state.records[0]?.facts.certificate !== undefined);
	expect(made.records[0]?.facts.clientSecret).toBeUndefined();
	// A second one would take the place of one that may be uploaded already.
	tasks.makeCertificate();
	tasks.practice?.fillIn();
	await finish();
	expect(store.getState().records[0]?.facts.certificate).toEqual(
		made.records[0]?.facts.certificate,
	);
	expect(is('register')).toBe('done');
	const {privateKey = ''} = world.services.secrets.read('ev').certificate ?? {};
	for (const text of [JSON.stringify(store.getState()), stateOnDisk()]) {
		expect(text).not.toContain(privateKey.split('\n')[3]);
	}
});

test('opening Get a token asks for none until Enter', async () => {
	const {until} = await open('microsoft');
	tasks.openStep('client');
	tasks.practice?.fillIn();
	await until(state => state.records[0]?.facts.clientSecret !== undefined);
	const {tenant, clientId} = world.practice.identity;
	tasks.saveFields('client', {tenant, clientId});
	await turn();
	await until(state => state.records[0]?.evidence.client?.outcome === 'proved');
	tasks.openStep('sign-in');
	// What had been begun before it would be seen by the time that this has ended.
	tasks.run('services');
	const looked = await until(state => state.records[0]?.evidence.services !== undefined);
	expect([looked.runs['sign-in'], looked.records[0]?.evidence['sign-in']]).toEqual([
		undefined,
		undefined,
	]);
	tasks.run('sign-in');
	const after = await until(state => state.records[0]?.evidence['sign-in'] !== undefined);
	expect(after.records[0]?.evidence['sign-in']?.summary).toBe('as the application');
});

test('the key of a service account is taken by paste, into the secrets alone', async () => {
	const {store, until, finish} = await open('google');
	tasks.openStep('client');
	tasks.practice?.fillIn();
	const kept = await until(state => state.records[0]?.facts.serviceAccount !== undefined);
	expect(kept.records[0]?.facts.serviceAccount).toMatchObject({uniqueId: expect.any(String)});
	await finish();
	const {privateKey = ''} = world.services.secrets.read('ev').serviceAccount ?? {};
	for (const text of [JSON.stringify(store.getState()), stateOnDisk()]) {
		expect(text).not.toContain(privateKey.split('\n')[3]);
	}
});

test('the practice portal’s faults are met by an application too', async () => {
	const {until} = await open('microsoft');
	tasks.practice?.fillIn();
	await until(state => state.records[0]?.facts.clientSecret !== undefined);
	const {tenant, clientId} = world.practice.identity;
	tasks.saveFields('client', {tenant, clientId});
	await turn();
	await until(state => state.records[0]?.evidence.client !== undefined && !state.runs.client);
	const idOf = async (fault: string, step: 'sign-in' | 'incoming') => {
		tasks.practice?.switchFault(fault);
		await until(state => state.fault === fault);
		tasks.run(step);
		const state = await until(
			({records, runs}) => records[0]?.evidence[step]?.outcome === 'failed' && !runs[step],
		);
		return state.records[0]?.evidence[step]?.diagnosis?.id;
	};
	expect(await idOf('ms-app-role-missing', 'sign-in')).toBe('ms-app-role-missing');
	tasks.practice?.switchFault(undefined);
	tasks.run('sign-in');
	await until(({records}) => records[0]?.evidence['sign-in']?.outcome === 'proved');
	expect(await idOf('exo-sp-not-registered', 'incoming')).toBe('exo-sp-not-registered');
});
