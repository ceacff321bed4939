import type {GrantRecord} from '../checklist/grant-record.js';
import type {StepId} from '../checklist/step-id.js';
import {freeChecks} from '../checklist/steps.js';
import {clean} from '../clean.js';
import type {Services} from '../services.js';
import {compareInstance} from './compare-instance.js';
import {createCarry} from './create-carry.js';
import {createForms} from './create-forms.js';
import {createGrants} from './create-grants.js';
import {createIdentity} from './create-identity.js';
import {createNavigation} from './create-navigation.js';
import {createNotifyVerbs} from './create-notify.js';
import {createPractice} from './create-practice.js';
import {createRuns} from './create-runs.js';
import {createSecretCopy} from './create-secret-copy.js';
import {createTaskTexts} from './create-task-texts.js';
import {createWebServerVerbs} from './create-web-server.js';
import {createWorks} from './create-works.js';
import {readRecord} from './grants.js';
import {keepPlace} from './keep-place.js';
import type {Lend} from './lend.js';
import {openGrant} from './open-grant.js';
import {sayStep, unsayStep} from './say-step.js';
import type {AppStore, Tasks} from './tasks.js';
import {createTroubles} from './troubles.js';

export function createTasks(
	store: AppStore,
	services: Services,
	{
		timeoutMs,
		lend = async () => {},
	}: {
		readonly timeoutMs: number;
		/** Frees the terminal for the work; nothing is shown without it. */
		readonly lend?: Lend;
	},
): Tasks {
	const troubles = createTroubles(store);
	const {attempt} = troubles;
	const runs = createRuns(store, services, {timeoutMs, troubles});
	const endKeeping = keepPlace(store, services, troubles);
	const works = createWorks(troubles);
	const {follow} = works;
	const open = openGrant(store, services.providers);

	const changed = (after: GrantRecord, formerName?: string) =>
		store.dispatch({type: 'record-changed', record: after, formerName});
	const fine = (text: string) => store.dispatch({type: 'noticed', notice: {level: 'fine', text}});

	function start(step: StepId) {
		const {is} = open.status(step);
		if (is !== 'waiting' && is !== 'left out') runs.start(step);
	}

	/** A change of the open grant on disk, after those that were begun before. */
	function changeOpen(work: (record: GrantRecord) => Promise<GrantRecord>) {
		works.inTurn(async () => {
			const record = open.record();
			const after = record && (await work(record));
			if (after) changed(after);
		});
	}

	/** A mark of the admin on the stored record. */
	function mark(change: (stored: GrantRecord) => Omit<GrantRecord, 'facts'>) {
		changeOpen(async ({grant, facts}) => {
			const {facts: _, ...stored} = readRecord(services, grant.name);
			await services.grants.write(change({...stored, facts}));
			return readRecord(services, grant.name);
		});
	}

	/** Of what changes something beside the grants; ends with the program. */
	const ending = new AbortController();
	const context = {services, signal: ending.signal, timeoutMs};
	const taskTexts = createTaskTexts(store, services, {context, follow});
	const {reviewTask, enterTaskText} = taskTexts;
	const identity = createIdentity(store, services, {changed, follow, troubles});
	const navigation = createNavigation(store, {open, runs, follow, reviewTask});
	const {back} = navigation;
	const forms = createForms(store, services, {
		open,
		runs,
		works,
		troubles,
		changed,
		start,
		reviewTask,
	});
	const {saveFields} = forms;

	return {
		...navigation,
		...forms,
		enterIdentity: identity.enter,
		tick: action =>
			mark(stored => ({
				...stored,
				ticks: stored.ticks.includes(action)
					? stored.ticks.filter(other => other !== action)
					: [...stored.ticks, action],
			})),
		say(step) {
			changeOpen(record =>
				open.status(step).is === 'done'
					? unsayStep(services, record, step)
					: sayStep(services, record, step),
			);
		},
		run: start,
		runAll() {
			for (const id of freeChecks) {
				if (id !== 'client' || open.isIdentified()) start(id);
			}
		},
		paste: text => runs.signIn()?.paste(text),
		startDevice: () => runs.signIn()?.startDevice(),
		...createCarry(store, services, {follow, lend}),
		...createSecretCopy(store, services, {follow, attempt}),
		...taskTexts,
		...createWebServerVerbs(store, services, {context, runs, follow}),
		...createNotifyVerbs(store, services, {context, follow}),
		...createGrants(store, services, {runs, works, troubles, changed, back}),
		compareInstance(text) {
			changeOpen(async record => {
				const compared = await compareInstance(services, record, text);
				if (compared.evidence.instance?.outcome === 'proved') {
					fine('The same, letter for letter.');
				}
				return compared;
			});
		},
		saveText: (label, path, text) =>
			follow(async () => {
				const file = await services.writeFile(path, text);
				fine(`${label}: saved as ${clean(file, 300)}`);
			}),
		practice:
			services.practice &&
			createPractice(
				store,
				{services, practice: services.practice},
				{runs, follow, identity, saveFields, enterTaskText},
			),
		async settle() {
			for (;;) {
				const pending = [...works.pending(), ...runs.works()];
				if (pending.length === 0) return;
				// A sign-in may begin to wait for somebody meanwhile.
				const changed = Promise.withResolvers<void>();
				const unsubscribe = store.subscribe(changed.resolve);
				await Promise.race([changed.promise, ...pending]);
				unsubscribe();
			}
		},
		async end() {
			ending.abort(new Error('stopped'));
			await runs.stopAll();
			await Promise.all(works.pending());
			endKeeping();
		},
	};
}
