import {lastWords} from './checklist/last-words.js';
import {reducer} from './checklist/reducer.js';
import {openRecord, type State, type View} from './checklist/state.js';
import {steps} from './checklist/steps.js';
import {createStore} from './checklist/store.js';
import type {Services} from './services.js';
import {createTasks} from './tasks/create-tasks.js';
import {listRecords} from './tasks/grants.js';
import {createLending} from './ui/lending.js';

/** Opens the full-screen program where it was left, and gives the line to print after it has closed. */
export async function startScreens({
	services,
	command,
	timeoutMs,
	signal,
}: {
	readonly services: Services;
	/** What opens these screens again. */
	readonly command: string;
	readonly timeoutMs: number;
	/** Closes the screens: SIGHUP, SIGTERM. */
	readonly signal: AbortSignal;
}): Promise<string> {
	const isPractice = services.practice !== undefined;
	const records = listRecords(services);
	const initial: State = {
		isPractice,
		fault: services.practice?.faults.current(),
		providers: services.providers,
		records,
		view: {at: 'grants'},
		runs: {},
		reviews: {},
		drafts: services.grants.readDrafts(),
		cursors: {},
	};
	const store = createStore(reducer, initial);
	const lending = createLending(signal);
	const tasks = createTasks(store, services, {timeoutMs, lend: lending.lend});
	openWhereItWasLeft();
	const endJob = services.terminal.onJob({
		onStop: stop => void lending.lend(async () => void (await stop())),
		// A shell has had the terminal meanwhile, and may have changed it.
		onContinue: () => void lending.lend(async () => {}),
	});
	// Ink listens only after its first frame: what is typed until then waits, and must not be echoed
	// into a frame that Ink takes to be as it drew it.
	process.stdin.setRawMode?.(true);
	try {
		const {showScreens} = await import('./ui/show.js');
		const abilities = await services.terminal.abilities();
		await showScreens({store, tasks, now: services.now, signal, lending, abilities});
	} finally {
		endJob();
		process.stdin.setRawMode?.(false);
		await tasks.end();
	}
	const state = store.getState();
	return lastWords(openRecord(state) ?? state.records[0], services.providers, {
		command,
		isPractice,
	});

	function openWhereItWasLeft() {
		const resume = services.grants.readResume();
		for (const [list, to] of Object.entries(resume.carried ?? {})) {
			store.dispatch({type: 'cursor-moved', list, to});
		}
		const [only] = records;
		const known = records.find(({grant}) => grant.name === resume.grant);
		const single = records.length === 1 ? only : undefined;
		const record = known ?? single;
		const view: View =
			record || records.length === 0
				? {at: 'checklist', grant: record?.grant.name}
				: {at: 'grants'};
		store.dispatch({type: 'view-opened', view});
		const step = steps.find(({id}) => id === resume.step)?.id;
		if (step && (known || records.length === 0)) tasks.openStep(step);
	}
}
