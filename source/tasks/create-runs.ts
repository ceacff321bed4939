import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {openRecord, type Run} from '../checklist/state.js';
import type {StepId} from '../checklist/step-id.js';
import type {Services} from '../services.js';
import {checkAlive} from './check-alive.js';
import {checkClient} from './check-client.js';
import {checkSenders} from './check-senders.js';
import {checkServices} from './check-services.js';
import {checkWebServer} from './check-web-server.js';
import type {TaskContext} from './context.js';
import {readRecord, saveEvidence} from './grants.js';
import {getAppToken} from './sign-in/app-road.js';
import {beginSignIn, type SignIn} from './sign-in/sign-in.js';
import type {AppStore} from './tasks.js';
import {testIncoming} from './test-incoming.js';
import {testOutgoing} from './test-outgoing.js';
import type {Troubles} from './troubles.js';

type Running = {readonly controller: AbortController; readonly ended: Promise<void>};

/** What runs for the open grant: at most one task a step. */
export type Runs = {
	readonly start: (step: StepId) => void;
	readonly isRunning: (step: StepId) => boolean;
	readonly stop: (step: StepId) => void;
	/** Stops it, and resolves when it has let go. */
	readonly end: (step: StepId) => Promise<void>;
	/** Resolves when all have let go. */
	readonly stopAll: () => Promise<void>;
	/** What goes on by itself: all but a sign-in that waits for a person. */
	readonly works: () => readonly Promise<void>[];
	/** The sign-in that waits, if one does. */
	readonly signIn: () => SignIn | undefined;
};

export function createRuns(
	store: AppStore,
	services: Services,
	{timeoutMs, troubles}: {readonly timeoutMs: number; readonly troubles: Troubles},
): Runs {
	const running = new Map<StepId, Running>();
	let signIn: SignIn | undefined;
	/** No two runs of one step begin in the same millisecond for the reducer. */
	let lastStart = 0;

	function work(
		step: StepId,
		context: TaskContext,
		record: GrantRecord,
	): Promise<Evidence> | undefined {
		lastStart = Math.max(services.now(), lastStart + 1);
		const startedAt = lastStart;
		const begin = (run: Run) => store.dispatch({type: 'run-started', run});
		const progress = (run: Run) => store.dispatch({type: 'run-progressed', run});
		switch (step) {
			case 'services':
				begin({step, startedAt, report: {type: 'services', services: [], proxies: []}});
				return checkServices(context, record, report => progress({step, startedAt, report}));
			case 'client':
				begin({step, startedAt, report: {type: 'client', checks: []}});
				return checkClient(context, record, report => progress({step, startedAt, report}));
			case 'sign-in':
				begin({step, startedAt});
				if (record.grant.flow === 'app-only') return getAppToken(context, record);
				signIn = beginSignIn(context, record, state =>
					progress({step, startedAt, progress: state}),
				);
				return signIn.done;
			case 'incoming':
				begin({step, startedAt});
				return testIncoming(context, record, report => progress({step, startedAt, report}));
			case 'outgoing':
				begin({step, startedAt});
				return testOutgoing(context, record, {roundTrip: true}, (report, waitingSince) =>
					progress({step, startedAt, report, waitingSince}),
				);
			case 'web-server':
				begin({step, startedAt});
				return checkWebServer(context, record).then(({evidence}) => evidence);
			case 'senders':
				begin({step, startedAt});
				return checkSenders(context, record, report => progress({step, startedAt, report}));
			case 'alive':
				begin({step, startedAt});
				return checkAlive(context, record);
			case 'provider':
			case 'instance':
			case 'register':
			case 'redirect':
			case 'token-form':
			case 'evmail':
			case 'batchmail':
				return undefined;
		}
	}

	async function run(step: StepId, record: GrantRecord, controller: AbortController) {
		const {name} = record.grant;
		try {
			const context = {services, signal: controller.signal, timeoutMs};
			const evidence = await work(step, context, record);
			// A check that was stopped says nothing; what was known before stays.
			if (!evidence || controller.signal.aborted) return;
			store.dispatch({
				type: 'record-changed',
				record: await saveEvidence(services, name, step, evidence),
			});
		} catch (error) {
			if (!controller.signal.aborted) troubles.tell(error);
		} finally {
			running.delete(step);
			if (step === 'sign-in') signIn = undefined;
			refresh(name);
			store.dispatch({type: 'run-ended', step});
		}
	}

	/** Tasks change secrets too, such as by a refresh: the masked facts follow. */
	function refresh(name: string) {
		try {
			if (!services.grants.read(name)) return;
			store.dispatch({type: 'record-changed', record: readRecord(services, name)});
		} catch (error) {
			troubles.tell(error);
		}
	}

	function isWaitingForPerson() {
		const run = store.getState().runs['sign-in'];
		const progress = run?.step === 'sign-in' ? run.progress : undefined;
		if (progress?.phase !== 'waiting') return false;
		return progress.device.is !== 'asking' && progress.callback.is !== 'opening';
	}

	return {
		start(step) {
			const record = openRecord(store.getState());
			if (!record || running.has(step)) return;
			const controller = new AbortController();
			// The entry has to stand before the work begins, which may end at once.
			const ended = Promise.resolve().then(() => run(step, record, controller));
			running.set(step, {controller, ended: ended.catch(troubles.tell)});
		},
		isRunning: step => running.has(step),
		stop: step => running.get(step)?.controller.abort(new Error('stopped')),
		async end(step) {
			const ending = running.get(step);
			ending?.controller.abort(new Error('stopped'));
			await ending?.ended;
		},
		async stopAll() {
			for (const {controller} of running.values()) controller.abort(new Error('stopped'));
			await Promise.all([...running.values()].map(({ended}) => ended));
		},
		works: () =>
			[...running]
				.filter(([step]) => step !== 'sign-in' || !isWaitingForPerson())
				.map(([, {ended}]) => ended),
		signIn: () => signIn,
	};
}
