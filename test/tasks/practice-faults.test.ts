import {afterEach, expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import {type Event, openRecord, type State} from '../../source/checklist/state.js';
import type {StepId} from '../../source/checklist/step-id.js';
import {createStore} from '../../source/checklist/store.js';
import type {Diagnosis} from '../../source/diagnosis/diagnosis.js';
import {createTasks} from '../../source/tasks/create-tasks.js';
import {listRecords} from '../../source/tasks/grants.js';
import type {Tasks} from '../../source/tasks/tasks.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {untilIn} from '../helpers/until.js';

let world: PracticeWorld;
let tasks: Tasks;
afterEach(async () => {
	await tasks.end();
	await world.close();
});

/** The screens' verbs over practice servers with a grant that has its IDs and its secret. */
async function open(options: Parameters<typeof practiceWorld>[0] = {}) {
	world = await practiceWorld(options);
	const {grant} = await world.grant();
	const initial: State = {
		isPractice: true,
		fault: world.services.practice?.faults.current(),
		providers: world.services.providers,
		records: listRecords(world.services),
		view: {at: 'checklist', grant: grant.name},
		runs: {},
		reviews: {},
		drafts: {},
		cursors: {},
	};
	const store = createStore<State, Event>(reducer, initial);
	tasks = createTasks(store, world.services, {timeoutMs: 5000});
	const until = untilIn(store);
	/** Runs a step to its end; what was diagnosed, undefined when it went well. */
	const run = async (step: StepId): Promise<Diagnosis | undefined> => {
		tasks.run(step);
		await until(({runs}) => runs[step] !== undefined);
		if (step === 'sign-in') {
			await until(({runs}) => {
				const signing = runs['sign-in'];
				return signing?.step === 'sign-in' && signing.progress?.callback.is === 'listening';
			});
			tasks.practice?.playBrowser();
		}
		const after = await until(({runs}) => runs[step] === undefined);
		return openRecord(after)?.evidence[step]?.diagnosis;
	};
	return {store, until, run};
}

test('the page on which the browser stayed is pasted, and explains itself', async () => {
	const {run} = await open({fault: 'ms-redirect-mismatch'});
	expect(await run('client')).toBeUndefined();
	expect((await run('sign-in'))?.id).toBe('ms-redirect-mismatch');
});

test('a fault of the refresh is met at once, though the token would be good for an hour', async () => {
	const {store, until, run} = await open();
	expect(await run('client')).toBeUndefined();
	expect(await run('sign-in')).toBeUndefined();
	expect(await run('incoming')).toBeUndefined();
	tasks.practice?.switchFault('ms-grant-revoked');
	await until(state => (openRecord(state)?.facts.tokens?.expiresAt ?? Infinity) <= Date.now());
	expect(store.getState().fault).toBe('ms-grant-revoked');
	expect((await run('incoming'))?.id).toBe('ms-grant-revoked');
	tasks.practice?.switchFault(undefined);
	await until(({fault}) => fault === undefined);
	expect(await run('incoming')).toBeUndefined();
});

test('one fault takes the place of another', async () => {
	const {until, run} = await open({fault: 'tls-expired'});
	expect((await run('services'))?.id).toBe('tls-expired');
	tasks.practice?.switchFault('ms-secret-expired');
	await until(({fault}) => fault === 'ms-secret-expired');
	expect(await run('services')).toBeUndefined();
	expect((await run('client'))?.id).toBe('ms-secret-expired');
});

test('the faults on offer are those of the provider, and the one that is on', async () => {
	await open({fault: 'g-rapt'});
	const offered = tasks.practice?.faults ?? [];
	const ofGoogle = offered.filter(({provider}) => provider === 'google');
	expect(ofGoogle.map(({id}) => id)).toEqual(['g-rapt']);
	expect(offered.some(({provider}) => provider === 'microsoft')).toBe(true);
	expect(offered.some(({provider}) => provider === 'any')).toBe(true);
});
