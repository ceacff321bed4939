import {hasIdentity} from '../checklist/credential.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {draftKey, openRecord, type View} from '../checklist/state.js';
import {inStep, type StepId} from '../checklist/step-id.js';
import {statusOf} from '../checklist/step-status.js';
import {freeChecks} from '../checklist/steps.js';
import {clean} from '../clean.js';
import {checkClientSecret} from '../paste/client-secret.js';
import type {Services} from '../services.js';
import {compareInstance} from './compare-instance.js';
import {createCarry} from './create-carry.js';
import {createIdentity} from './create-identity.js';
import {createNotifyVerbs} from './create-notify.js';
import {createPractice} from './create-practice.js';
import {createRuns} from './create-runs.js';
import {createSecretCopy} from './create-secret-copy.js';
import {createTaskTexts} from './create-task-texts.js';
import {createTurns} from './create-turns.js';
import {createWebServerVerbs} from './create-web-server.js';
import {makeCertificate} from './credentials.js';
import {
	addGrant,
	type FieldTexts,
	planCopy,
	planEdit,
	planGrant,
	readRecord,
	removeGrant,
	renameGrant,
	saveClientSecret,
	writeGrant,
} from './grants.js';
import {keepPlace} from './keep-place.js';
import type {Lend} from './lend.js';
import {sayStep, unsayStep} from './say-step.js';
import type {AppStore, FieldErrors, Tasks} from './tasks.js';
import {createTroubles} from './troubles.js';

/** Opening them needs no further word: they change nothing, or only wait. */
const startedByOpening: readonly StepId[] = [...freeChecks, 'sign-in'];

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
	const runs = createRuns(store, services, {timeoutMs, troubles});
	const endKeeping = keepPlace(store, services, troubles);
	const changes = new Set<Promise<void>>();
	let secretIsKept: Promise<void> = Promise.resolve();

	const record = () => openRecord(store.getState());
	const isIdentified = () => {
		const open = record();
		return open !== undefined && hasIdentity(open, services.providers);
	};
	const status = (step: StepId) => statusOf(step, record(), services.providers);
	const show = (view: View) => store.dispatch({type: 'view-opened', view});
	const changed = (after: GrantRecord, formerName?: string) =>
		store.dispatch({type: 'record-changed', record: after, formerName});
	const fine = (text: string) => store.dispatch({type: 'noticed', notice: {level: 'fine', text}});

	/** Work that nobody waits for: told when it fails, finished before the end. */
	function follow(work: () => Promise<void>) {
		const change = work().catch(troubles.tell);
		changes.add(change);
		change.finally(() => changes.delete(change));
	}

	const turns = createTurns();
	const inTurn = (work: () => Promise<void>) => follow(() => turns(work));

	/** Synchronous store work; the sentence of what went wrong, if it did. */
	function attempt<Value>(work: () => Value): Value | undefined {
		try {
			return work();
		} catch (error) {
			troubles.tell(error);
			return undefined;
		}
	}

	function leave(view: View) {
		const open = store.getState().view;
		const isOther = open.at === 'grants' || view.at === 'grants' || open.grant !== view.grant;
		if (isOther) follow(runs.stopAll);
		show(view);
	}

	function start(step: StepId) {
		const {is} = status(step);
		if (is !== 'waiting' && is !== 'left out') runs.start(step);
	}

	function openStep(step: StepId) {
		const {view} = store.getState();
		if (view.at === 'grants') return;
		show({at: 'step', step, grant: view.grant});
		if (step === 'evmail' || step === 'batchmail') taskTexts.reviewTask(step);
		const {is} = status(step);
		if (startedByOpening.includes(step) && (is === 'needs you' || is === 'stale')) {
			const isAsked = step !== 'sign-in' || record()?.grant.flow !== 'app-only';
			if (isAsked && (step !== 'client' || isIdentified())) runs.start(step);
		}
	}

	function back() {
		const {overlay, view} = store.getState();
		if (overlay) return store.dispatch({type: 'overlay-closed'});
		if (view.at === 'grants') return;
		if (view.at === 'checklist') {
			if (store.getState().records.length > 0) leave({at: 'grants'});
			return;
		}
		const isRunning = runs.isRunning(view.step);
		runs.stop(view.step);
		if (!isRunning || view.step === 'sign-in') show({at: 'checklist', grant: view.grant});
	}

	/** A change of the open grant on disk, after those that were begun before. */
	function changeOpen(work: (open: GrantRecord) => Promise<GrantRecord>) {
		inTurn(async () => {
			const open = record();
			const after = open && (await work(open));
			if (after) changed(after);
		});
	}

	/** A mark of the admin on the stored record. */
	function mark(change: (stored: GrantRecord) => Omit<GrantRecord, 'facts'>) {
		changeOpen(async open => {
			const {facts: _, ...stored} = readRecord(services, open.grant.name);
			await services.grants.write(change({...stored, facts: open.facts}));
			return readRecord(services, open.grant.name);
		});
	}

	/** After a form: its drafts are over, and what comes next begins. */
	function saved(step: StepId, after: GrantRecord, formerName: string | undefined) {
		store.dispatch({type: 'draft-dropped', key: draftKey(formerName, step)});
		changed(after, formerName);
		if (step === 'provider') show({at: 'checklist', grant: after.grant.name});
		// A secret that was entered with the form may still be on its way to the disk.
		if (step === 'client') follow(() => secretIsKept.then(verify, verify));
		if (step === 'web-server') follow(checkWebServer);
		if (step === 'evmail' || step === 'batchmail') taskTexts.reviewTask(step);
	}

	/** Anew, with what was entered. */
	async function checkWebServer() {
		await runs.end('web-server');
		start('web-server');
	}

	/** Verifies the client with what is stored now, not with what a running check began with. */
	async function verify() {
		await runs.end('client');
		if (isIdentified()) start('client');
	}

	function saveFields(step: StepId, texts: FieldTexts): FieldErrors {
		const open = record();
		const planned = attempt(() =>
			open ? planEdit(services, open, texts) : planGrant(services, texts),
		);
		if (!planned) return {};
		if ('errors' in planned) return planned.errors;
		const {grant} = planned;
		inTurn(async () => {
			if (!open) return saved(step, await addGrant(services, grant), undefined);
			const {name} = open.grant;
			if (grant.name !== name) await renameGrant(services, name, grant.name);
			saved(step, await writeGrant(services, grant), name);
		});
		return {};
	}

	/** Of what changes something beside the grants; ends with the program. */
	const ending = new AbortController();
	const context = {services, signal: ending.signal, timeoutMs};
	const taskTexts = createTaskTexts(store, services, {context, follow});
	const webServer = createWebServerVerbs(store, services, {context, runs, follow});
	const notifyVerbs = createNotifyVerbs(store, services, {context, follow});
	const identity = createIdentity(store, services, {changed, follow, troubles});

	return {
		openGrants: () => leave({at: 'grants'}),
		openChecklist: grant => leave({at: 'checklist', grant}),
		openStep,
		back,
		saveFields,
		keepDraft(step, field, text) {
			const key = draftKey(record()?.grant.name, step);
			store.dispatch({type: 'draft-changed', key, field, text});
		},
		enterIdentity: identity.enter,
		enterSecret(text) {
			const open = record();
			if (!open) return `Name the grant first, in ${inStep('provider')}.`;
			const checked = checkClientSecret(text, open.grant.provider);
			if ('error' in checked) return checked.error;
			secretIsKept = (async () => {
				const kept = await saveClientSecret(services, open.grant.name, text);
				if ('record' in kept) changed(kept.record);
			})();
			follow(() => secretIsKept);
			return undefined;
		},
		makeCertificate: () =>
			follow(async () => {
				const open = record();
				if (!open || open.facts.certificate) return;
				const made = await makeCertificate(services, open.grant.name, 365);
				// What is being verified was replaced.
				await runs.end('client');
				changed(made);
				// A former secret's last day may stand in a draft.
				store.dispatch({type: 'draft-dropped', key: draftKey(open.grant.name, 'client')});
				fine('Certificate made. Upload it to the portal: Certificates & secrets.');
			}),
		tick: action =>
			mark(stored => ({
				...stored,
				ticks: stored.ticks.includes(action)
					? stored.ticks.filter(other => other !== action)
					: [...stored.ticks, action],
			})),
		say(step) {
			changeOpen(open =>
				status(step).is === 'done'
					? unsayStep(services, open, step)
					: sayStep(services, open, step),
			);
		},
		run: start,
		runAll() {
			for (const id of freeChecks) {
				if (id !== 'client' || isIdentified()) start(id);
			}
		},
		paste: text => runs.signIn()?.paste(text),
		startDevice: () => runs.signIn()?.startDevice(),
		...createCarry(store, services, {follow, lend}),
		...createSecretCopy(store, services, {follow, attempt}),
		...taskTexts,
		...webServer,
		...notifyVerbs,
		compareInstance(text) {
			changeOpen(async open => {
				const compared = await compareInstance(services, open, text);
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
		copyGrant(from, to) {
			const planned = attempt(() => planCopy(services, from, to));
			if (!planned) return undefined;
			if ('errors' in planned) return Object.values(planned.errors)[0];
			inTurn(async () => {
				changed(await addGrant(services, planned.grant));
				store.dispatch({type: 'overlay-closed'});
			});
			return undefined;
		},
		renameGrant(from, to) {
			if (from === to.trim()) {
				back();
				return undefined;
			}
			const problem = attempt(() => nameProblem(services, to));
			if (problem) return problem;
			follow(async () => {
				await renameGrant(services, from, to.trim());
				changed(readRecord(services, to.trim()), from);
				store.dispatch({type: 'overlay-closed'});
			});
			return undefined;
		},
		deleteGrant(name, typed) {
			if (typed.trim() !== name)
				return `That is not its name. Type ${name}, or press Esc to keep it.`;
			follow(async () => {
				await runs.stopAll();
				await removeGrant(services, name);
				store.dispatch({type: 'record-removed', name});
				fine(`${name} is deleted, its secrets too.`);
			});
			return undefined;
		},
		practice:
			services.practice &&
			createPractice(
				store,
				{services, practice: services.practice},
				{runs, follow, identity, saveFields, enterTaskText: taskTexts.enterTaskText},
			),
		async settle() {
			for (;;) {
				const works = [...changes, ...runs.works()];
				if (works.length === 0) return;
				// A sign-in may begin to wait for somebody meanwhile.
				const changed = Promise.withResolvers<void>();
				const unsubscribe = store.subscribe(changed.resolve);
				await Promise.race([changed.promise, ...works]);
				unsubscribe();
			}
		},
		async end() {
			ending.abort(new Error('stopped'));
			await runs.stopAll();
			await Promise.all(changes);
			endKeeping();
		},
	};
}

function nameProblem(services: Services, name: string): string | undefined {
	if (name.trim() === '') return 'A grant needs a name. Enter one.';
	if (services.grants.read(name.trim()))
		return `There is a grant "${name.trim()}" already. Choose another name.`;
	return undefined;
}
