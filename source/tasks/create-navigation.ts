import type {View} from '../checklist/state.js';
import type {StepId} from '../checklist/step-id.js';
import {freeChecks} from '../checklist/steps.js';
import type {Runs} from './create-runs.js';
import type {Works} from './create-works.js';
import type {OpenGrant} from './open-grant.js';
import type {AppStore, Tasks} from './tasks.js';

/** Opening them needs no further word: they change nothing, or only wait. */
const startedByOpening: readonly StepId[] = [...freeChecks, 'sign-in'];

/** The verbs that open grants and steps, and lead back. */
export function createNavigation(
	store: AppStore,
	{
		open,
		runs,
		follow,
		reviewTask,
	}: {
		readonly open: OpenGrant;
		readonly runs: Runs;
	} & Pick<Works, 'follow'> &
		Pick<Tasks, 'reviewTask'>,
): Pick<Tasks, 'openGrants' | 'openChecklist' | 'openStep' | 'back'> {
	const show = (view: View) => store.dispatch({type: 'view-opened', view});

	function leave(view: View) {
		const {view: left} = store.getState();
		const isOther = left.at === 'grants' || view.at === 'grants' || left.grant !== view.grant;
		if (isOther) follow(runs.stopAll);
		show(view);
	}

	return {
		openGrants: () => leave({at: 'grants'}),
		openChecklist: grant => leave({at: 'checklist', grant}),
		openStep(step) {
			const {view} = store.getState();
			if (view.at === 'grants') return;
			show({at: 'step', step, grant: view.grant});
			if (step === 'evmail' || step === 'batchmail') reviewTask(step);
			const {is} = open.status(step);
			if (startedByOpening.includes(step) && (is === 'needs you' || is === 'stale')) {
				const isAsked = step !== 'sign-in' || open.record()?.grant.flow !== 'app-only';
				if (isAsked && (step !== 'client' || open.isIdentified())) runs.start(step);
			}
		},
		back() {
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
		},
	};
}
